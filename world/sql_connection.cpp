// SPDX-License-Identifier: Apache-2.0
#include "world/sql_connection.hpp"

#include <poll.h>

#include <vector>

namespace gameday {
namespace {

SqlConnection start_connecting(const SqlServer& server) {
  const bool folder = server.host.starts_with('/');
  const std::string port = std::to_string(server.port);
  // Kerberos, which libpq would try first, may block on its own servers.
  std::vector<const char*> names{"port", "dbname", "user", "application_name", "gssencmode"};
  std::vector<const char*> values{port.c_str(), server.dbname.c_str(), server.user.c_str(),
                                  server.application.c_str(), "disable"};
  // As hostaddr it is never looked up, which would block past any deadline.
  names.push_back(folder ? "host" : "hostaddr");
  values.push_back(server.host.c_str());
  if (server.password) {
    names.push_back("password");
    values.push_back(server.password->c_str());
  }
  names.push_back(nullptr);
  values.push_back(nullptr);
  return SqlConnection{PQconnectStartParams(names.data(), values.data(), 0)};
}

}  // namespace

std::string message_of(const PGconn* connection) {
  std::string text = PQerrorMessage(connection);
  while (text.ends_with('\n')) text.pop_back();
  for (char& c : text) c = c == '\n' ? ' ' : c;
  return text;
}

bool wait_for_socket(const PGconn* connection, short events, const Deadline& deadline) {
  pollfd fd{PQsocket(connection), events, 0};
  while (!deadline.passed()) {
    if (poll(&fd, 1, deadline.poll_ms()) > 0) return true;
  }
  return false;
}

Result<SqlConnection> connect_sql(const SqlServer& server, const Deadline& deadline) {
  const auto failed = [&](std::string why) {
    return fail(ErrorKind::failed, "connect to the database", server.label, std::move(why));
  };
  SqlConnection connection = start_connecting(server);
  if (!connection) return failed("out of memory");
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (status != PGRES_POLLING_OK) {
    if (PQstatus(connection.get()) == CONNECTION_BAD || status == PGRES_POLLING_FAILED) {
      return failed(message_of(connection.get()));
    }
    const short events = status == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (!wait_for_socket(connection.get(), events, deadline)) {
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

Result<void> flush_sql(PGconn* connection, const SqlServer& server, const Deadline& deadline) {
  int left = PQflush(connection);
  while (left > 0) {
    // The server may have to be heard before it takes more.
    if (!wait_for_socket(connection, POLLIN | POLLOUT, deadline)) {
      return unknown_outcome(server, "its deadline passed");
    }
    if (PQconsumeInput(connection) == 0) break;
    left = PQflush(connection);
  }
  return {};
}

}  // namespace gameday
