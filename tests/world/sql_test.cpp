// SPDX-License-Identifier: Apache-2.0
#include "world/sql.hpp"

#include <doctest/doctest.h>

#include "tests/world/support/fake_postgres.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

SqlServer server_at(int port) {
  return {.label = "orders on db-a", .host = "127.0.0.1", .port = port};
}

/// Runs a statement against a server that answers it with these bytes and then does as told.
Result<Outcome> answered_by(const std::string& answer, std::chrono::milliseconds deadline = 5s) {
  const FakePostgres postgres{[&](int fd) { tell(fd, answer); }};
  return run_sql(server_at(postgres.port()), {"select 1"}, deadline);
}

}  // namespace

TEST_CASE("rows come as texts and nulls") {
  const auto outcome =
      answered_by(FakePostgres::rows(2, {{"t", std::nullopt}, {"", "x"}}) + FakePostgres::ready());
  REQUIRE(outcome);
  CHECK(outcome->ok);
  CHECK(outcome->rows == std::vector<SqlRow>{{"t", std::nullopt}, {"", "x"}});
  CHECK(outcome->out == "SELECT 2");
}

TEST_CASE("parameters travel apart from the statement") {
  const FakePostgres postgres{
      [](int fd) { tell(fd, FakePostgres::rows(1, {}) + FakePostgres::ready()); }};
  const auto outcome = run_sql(server_at(postgres.port()),
                               {"insert into t values ($1)", {"it's; drop table t"}}, 5s);
  REQUIRE(outcome);
  CHECK(outcome->rows.empty());
  CHECK(postgres.statement().find("insert into t values ($1)") != std::string::npos);
  CHECK(postgres.statement().find("it's; drop table t") != std::string::npos);
}

TEST_CASE("more rows than any cap are handed over one at a time") {
  const std::string wide(1000, 'x');
  const std::vector<FakePostgres::Row> rows(20000, {wide});
  const FakePostgres postgres{
      [&](int fd) { tell(fd, FakePostgres::rows(1, rows) + FakePostgres::ready()); }};
  std::size_t count = 0;
  const auto outcome = run_sql(server_at(postgres.port()), {"select x"}, 20s,
                               [&](SqlRow row) { count += row.size(); });
  REQUIRE(outcome);
  CHECK(count == rows.size());
  CHECK(count * wide.size() > k_outcome_cap);
  CHECK(outcome->rows.empty());
}

TEST_CASE("what the server refuses is an outcome with its SQLSTATE") {
  const auto outcome =
      answered_by(FakePostgres::error("42P01", "no such table") + FakePostgres::ready());
  REQUIRE(outcome);
  CHECK(!outcome->ok);
  CHECK(outcome->err == "42P01: no such table");
}

TEST_CASE("an error after some rows is still an error") {
  std::string answer = FakePostgres::rows(1, {{"1"}});
  answer.resize(answer.size() - FakePostgres::message('C', FakePostgres::text("SELECT 1")).size());
  const auto outcome = answered_by(answer + FakePostgres::error("22012", "division by zero") +
                                   FakePostgres::ready());
  REQUIRE(outcome);
  CHECK(!outcome->ok);
}

TEST_CASE("a session that is ended meanwhile leaves the outcome unknown") {
  for (const std::string& answer : {std::string{}, FakePostgres::error("57P01", "terminating"),
                                    FakePostgres::rows(1, {{"1"}})}) {
    const auto outcome = answered_by(answer);  // and then the connection is closed
    REQUIRE(!outcome);
    CHECK(outcome.error().kind == ErrorKind::timeout);
    CHECK(outcome.error().why.find("not known") != std::string::npos);
  }
}

TEST_CASE("a late statement is given up at its deadline") {
  const FakePostgres postgres{[](int fd) { (void)hear(fd, 1); }};  // until we hang up
  const auto begun = std::chrono::steady_clock::now();
  const auto outcome = run_sql(server_at(postgres.port()), {"select pg_sleep(60)"}, 80ms);
  REQUIRE(!outcome);
  CHECK(outcome.error().kind == ErrorKind::timeout);
  CHECK(std::chrono::steady_clock::now() - begun < 2s);
}

TEST_CASE("no connection, nothing done") {
  Listener closed;
  const int port = closed.port();
  closed.close_now();
  const auto refused = run_sql(server_at(port), {"select 1"}, 5s);
  REQUIRE(!refused);
  CHECK(refused.error().kind == ErrorKind::failed);
  CHECK(refused.error().text().find("orders on db-a") != std::string::npos);

  const Listener silent;
  const auto late = run_sql(server_at(silent.port()), {"select 1"}, 80ms);
  REQUIRE(!late);
  CHECK(late.error().kind == ErrorKind::failed);

  const SqlServer no_socket{.label = "x", .host = "/nowhere"};
  CHECK(run_sql(no_socket, {"select 1"}, 5s).error().kind == ErrorKind::failed);
}

TEST_CASE("a server that refuses at the door says why") {
  const TcpServer postgres{[](int fd) {
    (void)hear(fd, 8);  // the request for TLS
    tell(fd, "N");
    (void)hear(fd, 8);
    tell(fd, FakePostgres::error("57P03", "the database system is starting up"));
  }};
  const auto outcome = run_sql(server_at(postgres.port()), {"select 1"}, 5s);
  REQUIRE(!outcome);
  CHECK(outcome.error().kind == ErrorKind::failed);
  CHECK(outcome.error().why.find("starting up") != std::string::npos);
}

TEST_CASE("COPY is not for here") {
  const auto outcome = answered_by(FakePostgres::message('1', "") + FakePostgres::message('2', "") +
                                   FakePostgres::message('G', std::string(1, '\0') + "\0\0"));
  CHECK(!outcome);
}
