// SPDX-License-Identifier: Apache-2.0
// PQcancel is never called: it blocks on a connection of its own. A late statement is ended by
// closing its socket.
#include "world/sql.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <memory>
#include <string_view>

#include "world/deadline.hpp"

namespace gameday {
namespace {

struct CleanUp {
  void operator()(PGconn* connection) const { PQfinish(connection); }
  void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, CleanUp>;
using Rows = std::unique_ptr<PGresult, CleanUp>;

std::string message_of(const PGconn* connection) {
  std::string text = PQerrorMessage(connection);
  while (text.ends_with('\n')) text.pop_back();
  for (char& c : text) c = c == '\n' ? ' ' : c;
  return text;
}

/// Waits for the connection's socket, which may be another one after each PQconnectPoll.
bool wait_for(const PGconn* connection, short events, const Deadline& deadline) {
  pollfd fd{PQsocket(connection), events, 0};
  while (!deadline.passed()) {
    if (poll(&fd, 1, deadline.poll_ms()) > 0) return true;
  }
  return false;
}

Connection start_connecting(const SqlServer& server) {
  const bool folder = server.host.starts_with('/');
  const std::string port = std::to_string(server.port);
  // Kerberos, which libpq would try first, may block on its own servers.
  std::vector<const char*> names{"port", "dbname", "user", "application_name", "gssencmode"};
  std::vector<const char*> values{port.c_str(), server.dbname.c_str(), server.user.c_str(),
                                  "gameday", "disable"};
  // As hostaddr it is never looked up, which would block past any deadline.
  names.push_back(folder ? "host" : "hostaddr");
  values.push_back(server.host.c_str());
  if (server.password) {
    names.push_back("password");
    values.push_back(server.password->c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  return Connection{PQconnectStartParams(names.data(), values.data(), 0)};
}

Result<Connection> connect(const SqlServer& server, const Deadline& deadline) {
  const auto failed = [&](std::string why) {
    return fail(ErrorKind::failed, "connect to the database", server.label, std::move(why));
  };
  Connection connection = start_connecting(server);
  if (!connection) return failed("out of memory");
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (status != PGRES_POLLING_OK) {
    if (PQstatus(connection.get()) == CONNECTION_BAD || status == PGRES_POLLING_FAILED) {
      return failed(message_of(connection.get()));
    }
    const short events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (!wait_for(connection.get(), events, deadline)) {
      return failed("it did not answer before the deadline");
    }
    status = PQconnectPoll(connection.get());
  }
  PQsetnonblocking(connection.get(), 1);
  // A notice would otherwise be printed to our stderr by libpq.
  PQsetNoticeProcessor(connection.get(), [](void*, const char*) {}, nullptr);
  return connection;
}

tl::unexpected<Error> unknown_outcome(const SqlServer& server, std::string why) {
  return fail(ErrorKind::timeout, "execute a statement", server.label,
              std::move(why) + "; whether it was done is not known");
}

Result<void> send(PGconn* connection, const SqlServer& server, const SqlStatement& statement,
                  const Deadline& deadline) {
  std::vector<const char*> params;
  for (const std::string& param : statement.params) params.push_back(param.c_str());
  if (PQsendQueryParams(connection, statement.text.c_str(), static_cast<int>(params.size()),
                        nullptr, params.data(), nullptr, nullptr, 0) == 0 ||
      PQsetSingleRowMode(connection) == 0) {
    return fail(ErrorKind::failed, "send a statement", server.label, message_of(connection));
  }
  int left = PQflush(connection);
  while (left > 0) {
    // The server may have to be heard before it takes more.
    if (!wait_for(connection, POLLIN | POLLOUT, deadline)) {
      return unknown_outcome(server, "its deadline passed");
    }
    if (PQconsumeInput(connection) == 0) break;
    left = PQflush(connection);
  }
  return {};
}

/// The next result; null where there is none any more.
Result<Rows> next_result(PGconn* connection, const SqlServer& server, const Deadline& deadline) {
  while (PQisBusy(connection) != 0) {
    if (!wait_for(connection, POLLIN, deadline)) {
      return unknown_outcome(server, "its deadline passed");
    }
    if (PQconsumeInput(connection) == 0) return unknown_outcome(server, message_of(connection));
  }
  return Rows{PQgetResult(connection)};
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
  auto connection = connect(server, until);
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
