// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <memory>
#include <string>

#include "base/result.hpp"
#include "world/deadline.hpp"
#include "world/sql.hpp"

namespace gameday {

/// Ends what libpq gave.
struct SqlCleanUp {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using SqlConnection = std::unique_ptr<PGconn, SqlCleanUp>;
using SqlResult = std::unique_ptr<PGresult, SqlCleanUp>;

/// A connection that does not block, and prints no notices. Errors: failed (refused, or no answer
/// before the deadline).
[[nodiscard]] Result<SqlConnection> connect_sql(const SqlServer& server, const Deadline& deadline);

/// Waits for its socket, which may be another one after each PQconnectPoll; false = too late.
[[nodiscard]] bool wait_for_socket(const PGconn* connection, short events,
                                   const Deadline& deadline);

/// Sends what is queued. Errors: timeout (whether it arrived is not known).
[[nodiscard]] Result<void> flush_sql(PGconn* connection, const SqlServer& server,
                                     const Deadline& deadline);

/// Its last error, on one line.
[[nodiscard]] std::string message_of(const PGconn* connection);

/// The error of a statement that may have been carried out or not.
[[nodiscard]] tl::unexpected<Error> unknown_outcome(const SqlServer& server, std::string why);

}  // namespace gameday
