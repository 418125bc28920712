// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/action.hpp"
#include "base/inventory.hpp"
#include "base/result.hpp"

namespace gameday {

/// Where a PostgreSQL server is and who we are there.
struct SqlServer {
  std::string label;  ///< for messages
  std::string host;   ///< folder of its Unix socket, or a numeric address
  int port = 5432;
  std::string dbname = "postgres";
  std::string user = "postgres";
  std::optional<std::string> password = {};
  std::string application = "gameday";  ///< as which its sessions are told apart
};

/// One statement with its parameters ($1 ...), as texts.
struct SqlStatement {
  std::string text;
  std::vector<std::string> params = {};
};

using SqlRow = std::vector<std::optional<std::string>>;
using SqlRowSink = std::function<void(SqlRow)>;

/// Opens a connection, executes the statement, closes it. Rows come one at a time, so the server's
/// answer is never held whole. Past the deadline the socket is closed; nothing is cancelled.
/// Blocks; may be called from any thread. What the server refuses is an outcome that is not ok,
/// with "SQLSTATE: message" in err. Errors: failed (no connection: nothing was done), timeout (its
/// deadline passed or the connection was lost meanwhile: whether it was done is not known).
[[nodiscard]] Result<Outcome> run_sql(const SqlServer& server, const SqlStatement& statement,
                                      std::chrono::milliseconds deadline);

/// The same, each row handed over instead of kept.
[[nodiscard]] Result<Outcome> run_sql(const SqlServer& server, const SqlStatement& statement,
                                      std::chrono::milliseconds deadline, const SqlRowSink& sink);

}  // namespace gameday
