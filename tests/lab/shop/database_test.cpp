// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/database.hpp"

#include <doctest/doctest.h>

#include <atomic>

#include "tests/lab/support/conninfo.hpp"
#include "tests/world/support/fake_postgres.hpp"

using namespace gameday;
using namespace gameday::shop;
using namespace std::chrono_literals;

TEST_CASE("rows come back as texts and nulls, parameters go over apart from the statement") {
  const FakePostgres server{[](int fd) {
    tell(fd, FakePostgres::rows(2, {{"one", std::nullopt}, {"two", ""}}) + FakePostgres::ready());
  }};
  Database database{conninfo_of(server)};
  const auto rows = database.ask("select $1", {"it's"}, in(5s));
  REQUIRE(rows);
  CHECK(*rows == Rows{{"one", std::nullopt}, {"two", ""}});
  CHECK(server.statement().find("it's") != std::string::npos);
}

TEST_CASE("what the server refuses has failed, and the connection is used again") {
  std::atomic<int> asked = 0;
  const FakePostgres server{[&asked](int fd) {
    ++asked;
    tell(fd, FakePostgres::error("25006", "read-only") + FakePostgres::ready());
    hear(fd, 1);
  }};
  Database database{conninfo_of(server)};
  const auto rows = database.ask("insert", {}, in(5s));
  REQUIRE_FALSE(rows);
  CHECK(rows.error().kind == ErrorKind::failed);
  CHECK(rows.error().why.find("read-only") != std::string::npos);
  CHECK(asked == 1);
}

TEST_CASE("a server that says nothing is given up at the deadline, and nobody knows") {
  const FakePostgres server{[](int fd) { hear(fd, 1); }};
  Database database{conninfo_of(server)};
  const auto before = std::chrono::steady_clock::now();
  const auto rows = database.ask("insert", {}, in(100ms));
  CHECK(std::chrono::steady_clock::now() - before < 1s);
  REQUIRE_FALSE(rows);
  CHECK(rows.error().kind == ErrorKind::timeout);
}

TEST_CASE("a connection that breaks after the statement was sent leaves it unknown") {
  const FakePostgres server{[](int fd) { tell(fd, FakePostgres::message('1', "")); }};
  Database database{conninfo_of(server)};
  const auto rows = database.ask("insert", {}, in(5s));
  REQUIRE_FALSE(rows);
  CHECK(rows.error().kind == ErrorKind::timeout);
}

TEST_CASE("after a connection is lost the next statement has a new one") {
  std::atomic<int> asked = 0;
  const FakePostgres server{[&asked](int fd) {
    if (++asked == 1) return;
    tell(fd, FakePostgres::rows(1, {{"again"}}) + FakePostgres::ready());
    hear(fd, 1);
  }};
  Database database{conninfo_of(server)};
  CHECK_FALSE(database.ask("select", {}, in(5s)));
  const auto rows = database.ask("select", {}, in(5s));
  REQUIRE(rows);
  CHECK(rows->front().front() == "again");
}

TEST_CASE("without a connection nothing was sent") {
  Database closed{"host=127.0.0.1 port=1 user=postgres"};
  const auto refused = closed.ask("insert", {}, in(5s));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::refused);
  const TcpServer silent{[](int fd) { hear(fd, 1000); }};
  Database hanging{"host=127.0.0.1 user=postgres port=" + std::to_string(silent.port())};
  const auto late = hanging.ask("insert", {}, in(100ms));
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == ErrorKind::refused);
}
