// SPDX-License-Identifier: Apache-2.0
// A statement that is late is left alone: its connection is closed, and nothing is cancelled. A
// cancel would end PostgreSQL's wait for the synchronous standby, and report as committed what only
// one region has. For the same reason there is no statement_timeout.
#include "lab/shop/database.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <utility>

namespace gameday::shop {
namespace {

using ResultHandle = std::unique_ptr<PGresult, decltype(&PQclear)>;

/// Waits until the socket can be read or written; false when the deadline has passed.
bool wait_for(PGconn* connection, short events, Deadline deadline) {
  using std::chrono::ceil;
  using std::chrono::milliseconds;
  const auto left = ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
  if (left <= milliseconds::zero()) return false;
  pollfd socket{PQsocket(connection), events, 0};
  return poll(&socket, 1, static_cast<int>(left.count())) == 1;
}

Rows rows_of(const PGresult* answer) {
  Rows rows(static_cast<std::size_t>(PQntuples(answer)));
  for (int row = 0; row < PQntuples(answer); ++row) {
    for (int column = 0; column < PQnfields(answer); ++column) {
      auto& cells = rows[static_cast<std::size_t>(row)];
      if (PQgetisnull(answer, row, column) == 1) {
        cells.emplace_back(std::nullopt);
      } else {
        cells.emplace_back(PQgetvalue(answer, row, column));
      }
    }
  }
  return rows;
}

}  // namespace

void Database::Closer::operator()(pg_conn* connection) const { PQfinish(connection); }

Result<Rows> Database::ask(const std::string& statement, const std::vector<std::string>& parameters,
                           Deadline deadline) {
  if (m_connection == nullptr) {
    if (auto connected = connect(deadline); !connected) {
      m_connection.reset();
      return tl::unexpected{connected.error()};
    }
  }
  auto rows = exchange(statement, parameters, deadline);
  if (!rows && rows.error().kind == ErrorKind::timeout) m_connection.reset();
  return rows;
}

Result<void> Database::connect(Deadline deadline) {
  m_connection.reset(PQconnectStart(m_conninfo.c_str()));
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (PQstatus(m_connection.get()) != CONNECTION_BAD) {
    const short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
    if (!wait_for(m_connection.get(), events, deadline)) {
      return fail(ErrorKind::refused, "reach the database", "", "it did not answer in time");
    }
    next = PQconnectPoll(m_connection.get());
    if (next == PGRES_POLLING_OK) return {};
    if (next == PGRES_POLLING_FAILED) break;
  }
  return fail(ErrorKind::refused, "reach the database", "", why());
}

Result<Rows> Database::exchange(const std::string& statement,
                                const std::vector<std::string>& parameters, Deadline deadline) {
  std::vector<const char*> values;
  for (const std::string& parameter : parameters) values.push_back(parameter.c_str());
  const bool sent =
      PQsendQueryParams(m_connection.get(), statement.c_str(), static_cast<int>(values.size()),
                        nullptr, values.data(), nullptr, nullptr, 0) == 1;
  const ResultHandle answer{sent ? receive(deadline) : nullptr, &PQclear};
  if (answer == nullptr) return fail(ErrorKind::timeout, "hear from the database", "", why());
  const ExecStatusType status = PQresultStatus(answer.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return rows_of(answer.get());
  return fail(ErrorKind::failed, "run a statement", "the database",
              PQresultErrorMessage(answer.get()));
}

pg_result* Database::receive(Deadline deadline) {
  ResultHandle last{nullptr, &PQclear};
  for (;;) {
    while (PQisBusy(m_connection.get()) == 1) {
      if (!wait_for(m_connection.get(), POLLIN, deadline)) return nullptr;
      if (PQconsumeInput(m_connection.get()) == 0) return nullptr;
    }
    PGresult* next = PQgetResult(m_connection.get());
    if (next == nullptr) break;
    last.reset(next);
  }
  // A connection that broke half way makes an error of its own, without the server's code.
  return PQstatus(m_connection.get()) == CONNECTION_OK ? last.release() : nullptr;
}

std::string Database::why() const {
  std::string text = PQerrorMessage(m_connection.get());
  text.erase(std::find(text.begin(), text.end(), '\n'), text.end());
  return text.empty() ? "no answer in time" : text;
}

}  // namespace gameday::shop
