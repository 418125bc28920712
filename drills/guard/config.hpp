// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "base/network.hpp"
#include "base/params.hpp"
#include "base/units.hpp"

// What the operators of a machine allow drills to do. It lies in files of their own; a drill, an
// inventory or a runbook cannot widen it.
namespace gameday {

/// Where a rule stands; without a file: nobody has set it, it holds by itself.
struct RulePlace {
  std::string file;
  int line = 0;
};
/// "/etc/gameday/config.toml:12", or how to set it where nobody has.
[[nodiscard]] std::string to_string(const RulePlace& place);
/// Of a rule that nobody can change.
inline const RulePlace k_built_in{"built in", 0};

/// A value and the line that sets it.
template <class T>
struct Ruled {
  T value{};
  RulePlace place;
};

/// Each week on these days. A window that ends at or before its begin ends on the next day.
struct WeeklyFreeze {
  std::array<bool, 7> days{};  ///< Monday first
  std::chrono::minutes from{};
  std::chrono::minutes to{24 * 60};
  std::chrono::minutes offset{};  ///< of the local time from UTC
};

/// Once. Ends before `to`.
struct DatedFreeze {
  WallTime from;
  WallTime to;
};

/// A time in which no drill may run.
struct Freeze {
  std::string why;
  std::variant<WeeklyFreeze, DatedFreeze> when;
  RulePlace place;
};

/// Something that must be well before a drill may start: an incident is open otherwise.
struct IncidentCheck {
  std::string name;
  std::string kind;  ///< http, tcp, command or promql
  std::string url = {};
  std::int64_t status = 200;                    ///< http: that is right
  std::shared_ptr<const Json> members = {};     ///< http: members of the JSON body; null = any body
  std::string address = {};                     ///< tcp: "address:port" that must accept
  std::vector<std::string> command = {};        ///< exit status 0 = all is well
  std::string query = {};                       ///< promql: whose result must be empty
  std::optional<SecretRef> authorization = {};  ///< the whole value of that HTTP header
  std::chrono::milliseconds timeout{3000};
  RulePlace place = {};
};

/// What one file says; a rule that it does not have is not its business.
struct GuardConfig {
  std::string file;
  std::optional<Ruled<std::vector<std::string>>> environments;
  std::optional<Ruled<std::vector<Network>>> networks;
  std::optional<Ruled<std::vector<std::string>>> targets;     ///< names, with *
  std::optional<Ruled<std::vector<std::string>>> off_limits;  ///< `protected`: names, with *
  std::vector<Network> off_limits_networks;                   ///< `protected`: those
  std::optional<Ruled<bool>> this_machine;
  std::optional<Ruled<double>> largest_share;       ///< 0..1 of the hosts of a region
  std::optional<Ruled<double>> largest_write_rate;  ///< writes a second of all ledgers together
  std::optional<Ruled<std::int64_t>> approvals;
  std::vector<Freeze> freezes;
  std::vector<IncidentCheck> incidents;
};

/// The files that hold, the one that may widen first: every further one can only narrow. A plan
/// must pass them all. None = labs alone are allowed.
using Guards = std::vector<GuardConfig>;

}  // namespace gameday
