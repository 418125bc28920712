// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "base/params.hpp"
#include "base/result.hpp"
#include "base/units.hpp"

namespace gameday {

/// A host by its inventory name; empty = this machine.
struct HostRef {
  std::string name;
  bool operator==(const HostRef&) const = default;
};

/// A field of what the change's capture read, by JSON pointer; resolved before the revert is
/// journalled. An object or a list comes as JSON text; "" is all of it.
struct Captured {
  std::string pointer;
  bool operator==(const Captured&) const = default;
};

/// The wall time, UTC, this long after the change is applied, rounded up to the second and written
/// as 2026-11-23T10:00:30; resolved by the executor when it journals the intent.
struct Expiry {
  Duration after{};
  bool operator==(const Expiry&) const = default;
};

/// One argument: literal text, or something known only later. Never part of a string.
using Arg = std::variant<std::string, SecretRef, Captured, Expiry>;

/// A text in pieces that are joined when it is sent: a script, a standard input.
using Text = std::vector<Arg>;

/// Runs argv on the host (never a shell). argv[0] = "@gameday" is this program itself.
struct Exec {
  std::vector<Arg> argv;
  Text stdin_text = {};
  bool anew =
      false;  ///< by a connection of its own, where the host is reached by one that is shared
  bool operator==(const Exec&) const = default;
};

/// One HTTP request; the outcome's status is the HTTP status, its out the body.
struct Http {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, Arg>> headers = {};
  Text body = {};
  bool operator==(const Http&) const = default;
};

/// One statement on a database node of the inventory, over the control path. The node is a host
/// name, or empty: the one node of `database` that is proven writable (two are an error).
/// The outcome's value is an array of rows, each an array of texts or nulls.
struct Sql {
  std::string database;
  std::string node;
  std::string statement;
  std::vector<Arg> params = {};
  bool operator==(const Sql&) const = default;
};

/// nft commands, one transaction each, in this order, in the host's network namespace.
/// The outcome's out is what the last one printed.
struct Netfilter {
  std::vector<std::string> transactions;
  bool operator==(const Netfilter&) const = default;
};

/// Writes a file on the host (mode in octal digits); an empty optional removes it.
struct FileWrite {
  std::string path;
  std::optional<Text> content;
  std::string mode = "0600";
  bool operator==(const FileWrite&) const = default;
};

/// A signal to a process on the host, checked by its start time (clock ticks since boot).
struct Signal {
  std::int64_t pid = 0;
  std::uint64_t start_time = 0;
  int number = 0;
  bool operator==(const Signal&) const = default;
};

/// One exchange with a line protocol on a Unix socket of the host: the lines are sent, joined by
/// newlines, and all that is answered until end of file is the outcome's out.
struct Exchange {
  std::string socket_path;
  std::vector<Text> lines;
  bool operator==(const Exchange&) const = default;
};

/// One thing to do on one host within a deadline.
struct Action {
  HostRef host;
  std::chrono::milliseconds deadline{5000};
  std::variant<Exec, Http, Sql, Netfilter, FileWrite, Signal, Exchange> what;
  bool operator==(const Action&) const = default;
};

/// What came of an action that could be carried out at all. `ok` = exit status 0, HTTP 2xx, SQL
/// done.
struct Outcome {
  bool ok = false;
  int status = 0;
  std::string out;  ///< at most k_outcome_cap bytes
  std::string err;
  std::vector<std::vector<std::optional<std::string>>> rows = {};  ///< of Sql
};

inline constexpr std::size_t k_outcome_cap = 4U << 20U;

/// Carries out actions. The one door through which anything is changed; faked in tests.
/// Errors: timeout (the state of the world is not known), failed (it could not be tried).
class Performer {
 public:
  virtual ~Performer() = default;
  [[nodiscard]] virtual Result<Outcome> perform(const Action& action) = 0;
};

/// For plans and logs: one line, secrets by their reference, captured values as <captured /x>.
[[nodiscard]] std::string describe(const Action& action);

[[nodiscard]] Json to_json(const Action& action);
/// Errors: bad_input.
[[nodiscard]] Result<Action> action_from_json(const Json& json);

/// Puts the captured values and expiry times in; literal and secret parts stay as they are.
/// Errors: failed, where a pointer does not lead to a value.
[[nodiscard]] Result<Action> resolve(const Action& action, const Json& captured, WallTime applied);

}  // namespace gameday
