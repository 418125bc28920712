// SPDX-License-Identifier: Apache-2.0
#include "world/sql_hold.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/world/support/fake_postgres.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

Json server(const std::string& control, int port = 5432) {
  return {{"label", "orders on db-a"},
          {"control", control},
          {"port", port},
          {"dbname", "shop"},
          {"user", "postgres"}};
}

Json hold(const std::string& control, int port = 5432) {
  return {{"server", server(control, port)},
          {"application", "gameday_1a2b3c4d_lag"},
          {"script", "select pg_sleep(18)"},
          {"holds", "select true"},
          {"sessions", 1},
          {"within_free", false},
          {"deadline_ms", 500}};
}

Json question(const std::string& control, int port = 5432) {
  return {{"server", server(control, port)},
          {"statement", "select 'held by us'"},
          {"if_refused", "gone"},
          {"deadline_ms", 2000}};
}

std::string ask(const Json& json) {
  const auto read = read_sql_question(json.dump());
  REQUIRE(read);
  const auto answer = answer_question(*read);
  return answer ? *answer : "error: " + answer.error().text();
}

}  // namespace

TEST_CASE("a request is a line of JSON, and what follows is the password") {
  const auto plain = read_sql_hold(hold("/lab/sock-a").dump() + "\n");
  REQUIRE(plain);
  CHECK(plain->server.host == "/lab/sock-a");
  CHECK(plain->server.application == "gameday_1a2b3c4d_lag");
  CHECK_FALSE(plain->server.password);
  CHECK(plain->deadline == 500ms);
  const auto secret = read_sql_hold(hold("10.77.1.10:6432").dump() + "\nit's \"secret\"");
  REQUIRE(secret);
  CHECK(secret->server.password == "it's \"secret\"");
  CHECK(secret->server.host == "10.77.1.10");
  CHECK(secret->server.port == 6432);
}

TEST_CASE("a request that is none, or asks for too much, is refused") {
  CHECK_FALSE(read_sql_hold("nonsense"));
  CHECK_FALSE(read_sql_hold("{}"));
  Json many = hold("/lab/sock-a");
  many["sessions"] = k_most_held + 1;
  CHECK_FALSE(read_sql_hold(many.dump()));
  many["sessions"] = 0;
  CHECK_FALSE(read_sql_hold(many.dump()));
  CHECK_FALSE(read_sql_hold(hold("db.example.org").dump()));  // names are not looked up
  CHECK_FALSE(read_sql_question("[]"));
}

TEST_CASE("no more sessions are opened than are free, and none without a way to end them") {
  SqlHold asked;
  asked.sessions = 10;
  CHECK(sessions_to_hold(asked, 197, true).value() == 10);
  CHECK(sessions_to_hold(asked, 3, true).value() == 3);
  CHECK(sessions_to_hold(asked, 0, true).error().kind == ErrorKind::refused);
  CHECK(sessions_to_hold(asked, -2, true).error().kind == ErrorKind::refused);
  CHECK(sessions_to_hold(asked, 197, false).error().kind == ErrorKind::refused);
}

TEST_CASE("a session that ends before its time is told, with the server's reason") {
  const FakePostgres refuses{[](int fd) {
    tell(fd,
         FakePostgres::error("42P01", "relation \"order\" does not exist") + FakePostgres::ready());
  }};
  const auto request = read_sql_hold(hold("127.0.0.1", refuses.port()).dump());
  REQUIRE(request);
  const auto held = hold_sessions(*request);
  REQUIRE_FALSE(held);
  CHECK(held.error().why.find("does not exist") != std::string::npos);
}

TEST_CASE(
    "a server that answers nothing is given up before the deadline of the request is long over") {
  const FakePostgres silent{[](int fd) { (void)hear(fd, 1); }};
  const auto request = read_sql_hold(hold("127.0.0.1", silent.port()).dump());
  REQUIRE(request);
  const auto began = std::chrono::steady_clock::now();
  CHECK_FALSE(hold_sessions(*request));
  CHECK(std::chrono::steady_clock::now() - began < 3s);
}

TEST_CASE("a question is answered by its first cell") {
  const FakePostgres postgres{
      [](int fd) { tell(fd, FakePostgres::rows(1, {{"held by us"}}) + FakePostgres::ready()); }};
  CHECK(ask(question("127.0.0.1", postgres.port())) == "held by us");
}

TEST_CASE("where nothing listens any more, what only the server could hold is gone") {
  CHECK(ask(question("/var/empty/no-such-folder")) == "gone");
  CHECK(ask(question("127.0.0.1", 1)) == "gone");
  Json strict = question("127.0.0.1", 1);
  strict["if_refused"] = "";
  CHECK(ask(strict).starts_with("error: "));
}

TEST_CASE("a server that hangs is no server that is gone") {
  const Listener hangs;
  Json asked = question("127.0.0.1", hangs.port());
  asked["deadline_ms"] = 50;
  CHECK(ask(asked).starts_with("error: "));
}
