// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/pg_link.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <optional>

#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/fake_postgres.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using test::FakePostgres;
using What = test::PgScript::What;

namespace {

PgTarget target_of(FakePostgres& fake) {
  return {{"127.0.0.1", fake.server().port()}, "shop", "postgres", {}};
}

std::unique_ptr<PgLink> connect(SamplerLoop& loop, FakePostgres& fake) {
  auto link = std::make_unique<PgLink>(loop);
  std::optional<std::string> error;
  link->connect(target_of(fake), "127.0.0.1", [&](std::string why) { error = std::move(why); });
  REQUIRE(test::await(loop, [&] { return error.has_value(); }));
  REQUIRE(*error == "");
  return link;
}

PgAnswer ask(SamplerLoop& loop, PgLink& link, const std::vector<std::string>& params = {}) {
  std::optional<PgAnswer> answer;
  link.ask("select $1", params, [&](PgAnswer got) { answer = std::move(got); });
  REQUIRE(test::await(loop, [&] { return answer.has_value(); }));
  return *answer;
}

}  // namespace

TEST_CASE("a statement is answered with its first row, again and again over one link") {
  FakePostgres fake([](const std::string& statement, const std::string& param) {
    CHECK(statement == "select $1");
    return test::PgScript{What::answer, {param, "region-a"}};
  });
  const auto loop = test::make_loop();
  const auto link = connect(*loop, fake);
  for (const char* const value : {"7", "8"}) {
    const PgAnswer answer = ask(*loop, *link, {value});
    CHECK(answer.end == PgAnswer::End::done);
    CHECK(answer.error.empty());
    CHECK(answer.cell(0) == value);
    CHECK(answer.cell(1) == "region-a");
    CHECK(answer.cell(2).empty());
  }
  CHECK(fake.server().accepted() == 1);
}

TEST_CASE("only the end of the whole exchange is an acknowledgement") {
  struct Row {
    What what;
    PgAnswer::End end;
    const char* error;
  };
  const Row rows[] = {
      {What::error, PgAnswer::End::refused, "it is not so"},
      {What::fail_commit, PgAnswer::End::refused, "no commit"},
      {What::fatal, PgAnswer::End::unknown, "going down"},
      {What::die_in_commit, PgAnswer::End::unknown, "closed the connection"},
      {What::reset, PgAnswer::End::unknown, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.error);
    FakePostgres fake(test::always({row.what, {"x"}}));
    const auto loop = test::make_loop();
    const auto link = connect(*loop, fake);
    const PgAnswer answer = ask(*loop, *link);
    CHECK(answer.end == row.end);
    CHECK_FALSE(answer.error.empty());
    CHECK(answer.error.find(row.error) != std::string::npos);
    CHECK(answer.error.find('\n') == std::string::npos);
  }
}

TEST_CASE("a link that was answered an error can be asked again") {
  int asked = 0;
  FakePostgres fake([&](const std::string&, const std::string&) {
    return ++asked == 1 ? test::PgScript{What::error, {}} : test::PgScript{What::answer, {"x"}};
  });
  const auto loop = test::make_loop();
  const auto link = connect(*loop, fake);
  CHECK(ask(*loop, *link).end == PgAnswer::End::refused);
  CHECK(ask(*loop, *link).end == PgAnswer::End::done);
}

TEST_CASE("where nobody listens connecting fails, and not within connect()") {
  FakePostgres fake(test::always({}));
  fake.server().refuse();
  const auto loop = test::make_loop();
  PgLink link(*loop);
  std::optional<std::string> error;
  link.connect(target_of(fake), "127.0.0.1", [&](std::string why) { error = std::move(why); });
  CHECK_FALSE(error);
  REQUIRE(test::await(*loop, [&] { return error.has_value(); }));
  CHECK(error->find("refused") != std::string::npos);
}

TEST_CASE("a link that waits is closed by destroying it, and never calls back") {
  const auto never = [](const auto&) { FAIL("nobody is there"); };
  SUBCASE("for the greeting") {
    FakePostgres fake(test::always({}), false);
    const auto loop = test::make_loop();
    auto link = std::make_unique<PgLink>(*loop);
    link->connect(target_of(fake), "127.0.0.1", never);
    REQUIRE(test::await(*loop, [&] { return fake.server().open_connections() == 1; }));
    link.reset();
    CHECK(test::await(*loop, [&] { return fake.server().open_connections() == 0; }));
  }
  SUBCASE("for an answer") {
    FakePostgres fake(test::always({What::hang, {}}));
    const auto loop = test::make_loop();
    auto link = connect(*loop, fake);
    link->ask("select 1", {}, never);
    link->abort();
    link.reset();
    CHECK(test::await(*loop, [&] { return fake.server().open_connections() == 0; }));
  }
}

TEST_CASE("a callback may destroy the link that calls it") {
  FakePostgres fake(test::always({What::answer, {"x"}}));
  const auto loop = test::make_loop();
  auto link = std::make_unique<PgLink>(*loop);
  bool gone = false;
  link->connect(target_of(fake), "127.0.0.1", [&](const std::string&) {
    link->ask("select 1", {}, [&](const PgAnswer&) {
      link.reset();
      gone = true;
    });
  });
  CHECK(test::await(*loop, [&] { return gone; }));
}

TEST_CASE("an idle link that is lost says so") {
  FakePostgres fake(test::always({}));
  const auto loop = test::make_loop();
  const auto link = connect(*loop, fake);
  int lost = 0;
  link->on_lost([&] { ++lost; });
  fake.server().refuse();
  CHECK(test::await(*loop, [&] { return lost > 0; }));
  CHECK(lost == 1);
}

TEST_CASE("the password is read from where the inventory says") {
  Database database;
  database.dbname = "shop";
  database.user = "clerk";
  CHECK_FALSE(pg_target(database, {"10.0.0.1", 5432})->password);
  database.password = SecretRef{SecretRef::From::environment, "GAMEDAY_TEST_PASSWORD"};
  setenv("GAMEDAY_TEST_PASSWORD", "hush", 1);
  const auto target = pg_target(database, {"10.0.0.1", 5432});
  unsetenv("GAMEDAY_TEST_PASSWORD");
  REQUIRE(target);
  CHECK(target->password == "hush");
  CHECK(target->user == "clerk");
  CHECK_FALSE(pg_target(database, {"10.0.0.1", 5432}));
}
