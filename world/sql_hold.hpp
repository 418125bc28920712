// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "world/sql.hpp"

namespace gameday {

/// Sessions that a server is to keep without a client: each is sent a script that waits on the
/// server itself (pg_sleep) and is then left to it, so that the server ends it in time whatever
/// becomes of us.
struct SqlHold {
  SqlServer server;          ///< with the application name that the sessions carry
  std::string script;        ///< several statements, sent as one message
  std::string holds;         ///< a statement whose first cell is "t" once it is so
  int sessions = 1;          ///< how many; at most k_most_held
  bool within_free = false;  ///< no more than the server has free for ordinary users
  std::chrono::milliseconds deadline{};
};
inline constexpr int k_most_held = 5000;

/// One question to a server.
struct SqlQuestion {
  SqlServer server;
  std::string statement;
  std::string if_refused;  ///< the answer where nothing listens there; empty = that is an error
  std::chrono::milliseconds deadline{};
};

/// Read what the agents `sql_hold` and `sql_look` have on standard input: one line of JSON, and the
/// password, if any, on what follows. Errors: bad_input.
[[nodiscard]] Result<SqlHold> read_sql_hold(std::string_view text);
[[nodiscard]] Result<SqlQuestion> read_sql_question(std::string_view text);

/// How many sessions are opened where `free` slots are left for ordinary users. Errors: refused,
/// where none is left, or where this user has no reserved slot by which to end them again.
[[nodiscard]] Result<int> sessions_to_hold(const SqlHold& hold, int free, bool has_reserve);

/// Opens the sessions, waits until `holds` says so, and leaves them; gives how many. What was
/// opened stays where it fails, until the server or a revert ends it. Errors: refused, failed,
/// timeout.
[[nodiscard]] Result<int> hold_sessions(const SqlHold& hold);

/// The first cell of the answer. Errors: failed, timeout.
[[nodiscard]] Result<std::string> answer_question(const SqlQuestion& question);

}  // namespace gameday
