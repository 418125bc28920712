// SPDX-License-Identifier: Apache-2.0
// PQcancel is never called: it blocks on a connection of its own. A late statement is ended by
// closing its socket.
#include "world/sql.hpp"

#include <poll.h>

#include <string_view>

#include "world/sql_connection.hpp"

namespace gameday {
namespace {

Result<void> send(PGconn* connection, const SqlServer& server, const SqlStatement& statement,
                  const Deadline& deadline) {
  std::vector<const char*> params;
  for (const std::string& param : statement.params) params.push_back(param.c_str());
  if (PQsendQueryParams(connection, statement.text.c_str(), static_cast<int>(params.size()),
                        nullptr, params.data(), nullptr, nullptr, 0) == 0 ||
      PQsetSingleRowMode(connection) == 0) {
    return fail(ErrorKind::failed, "send a statement", server.label, message_of(connection));
  }
  return flush_sql(connection, server, deadline);
}

/// The next result; null where there is none any more.
Result<SqlResult> next_result(PGconn* connection, const SqlServer& server,
                              const Deadline& deadline) {
  while (PQisBusy(connection) != 0) {
    if (!wait_for_socket(connection, POLLIN, deadline)) {
      return unknown_outcome(server, "its deadline passed");
    }
    if (PQconsumeInput(connection) == 0) return unknown_outcome(server, message_of(connection));
  }
  return SqlResult{PQgetResult(connection)};
}

SqlRow read_row(const PGresult* result) {
  SqlRow row;
  row.reserve(static_cast<std::size_t>(PQnfields(result)));
  for (int column = 0; column < PQnfields(result); ++column) {
    if (PQgetisnull(result, 0, column) != 0) {
      row.emplace_back();
    } else {
      row.emplace_back(std::in_place, PQgetvalue(result, 0, column),
                       static_cast<std::size_t>(PQgetlength(result, 0, column)));
    }
  }
  return row;
}

/// The session was ended from outside (class 57P), or the connection broke (class 08, or libpq's
/// own error without a code): a commit may have gone through before.
bool outcome_is_unknown(std::string_view sqlstate) {
  return sqlstate.empty() || sqlstate.starts_with("57P") || sqlstate.starts_with("08");
}

Result<void> take(const PGresult* result, const SqlServer& server, Outcome& outcome,
                  const SqlRowSink& sink) {
  switch (PQresultStatus(result)) {
    case PGRES_SINGLE_TUPLE: sink(read_row(result)); return {};
    case PGRES_TUPLES_OK:
    case PGRES_COMMAND_OK: outcome.out = PQcmdStatus(const_cast<PGresult*>(result)); return {};
    case PGRES_FATAL_ERROR: {
      const char* code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
      const char* text = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
      const std::string_view sqlstate = code != nullptr ? code : "";
      if (text == nullptr) text = PQresultErrorMessage(result);
      if (outcome_is_unknown(sqlstate)) return unknown_outcome(server, text);
      outcome.ok = false;
      outcome.status = 1;
      outcome.err = std::string{sqlstate} + ": " + text;
      return {};
    }
    default:
      return fail(ErrorKind::failed, "execute a statement", server.label,
                  std::string{"it cannot be used here: "} + PQresStatus(PQresultStatus(result)));
  }
}

}  // namespace

Result<Outcome> run_sql(const SqlServer& server, const SqlStatement& statement,
                        std::chrono::milliseconds deadline, const SqlRowSink& sink) {
  const Deadline until{deadline};
  auto connection = connect_sql(server, until);
  if (!connection) return tl::unexpected(connection.error());
  if (auto sent = send(connection->get(), server, statement, until); !sent) {
    return tl::unexpected(sent.error());
  }
  Outcome outcome{true, 0, "", "", {}};
  while (true) {
    auto result = next_result(connection->get(), server, until);
    if (!result) return tl::unexpected(result.error());
    if (!*result) return outcome;
    if (auto taken = take(result->get(), server, outcome, sink); !taken) {
      return tl::unexpected(taken.error());
    }
  }
}

Result<Outcome> run_sql(const SqlServer& server, const SqlStatement& statement,
                        std::chrono::milliseconds deadline) {
  std::vector<SqlRow> rows;
  auto outcome =
      run_sql(server, statement, deadline, [&](SqlRow row) { rows.push_back(std::move(row)); });
  if (outcome) outcome->rows = std::move(rows);
  return outcome;
}

}  // namespace gameday
