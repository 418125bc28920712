// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>

#include "tests/drills/measure/support/fake_postgres.hpp"
#include "tests/drills/measure/support/probe_run.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using test::FakePostgres;
using What = test::PgScript::What;

namespace {

Inventory with_database(FakePostgres& fake) {
  Inventory inventory;
  Database database;
  database.name = "orders";
  database.address = fake.endpoint();
  database.dbname = "shop";
  database.nodes["db-b"].host = "db-b";
  inventory.databases["orders"] = database;
  Host host;
  host.name = "db-b";
  host.region = "region-b";
  host.role = "db";
  host.address = "127.0.0.1";
  host.port = fake.server().port();
  inventory.hosts["db-b"] = host;
  return inventory;
}

ProbeSpec probe_with(const std::string& name, const std::string& value) {
  ProbeSpec spec = test::make_probe("postgres");
  spec.params.set(name, value);
  return spec;
}

}  // namespace

TEST_CASE(
    "postgres: an answered query is good, over a connection of its own, and tells the region") {
  std::string statement;
  FakePostgres fake([&](const std::string& asked, const std::string&) {
    statement = asked;
    return test::PgScript{What::answer, {"1", "region-a"}};
  });
  const auto loop = test::make_loop();
  for (int i = 1; i <= 2; ++i) {
    const Sample sample =
        test::sample_once(probe_with("database", "orders"), *loop, with_database(fake));
    CHECK(sample.good);
    CHECK(sample.error == "");
    CHECK(sample.region == "region-a");
    CHECK(fake.server().accepted() == i);
  }
  CHECK(statement == "select (select 1), current_setting('cluster_name')");
  CHECK(test::await(*loop, [&] { return fake.goodbyes() == 2; }));
}

TEST_CASE("postgres: the answer must be the expected one") {
  FakePostgres fake([](const std::string& asked, const std::string&) {
    CHECK(asked == "select (select not pg_is_in_recovery()), current_setting('cluster_name')");
    return test::PgScript{What::answer, {"f", "region-b"}};
  });
  const auto loop = test::make_loop();
  ProbeSpec spec = probe_with("target", "region-b.db");
  spec.params.set("query", std::string{"select not pg_is_in_recovery()"});
  spec.params.set("expect", std::string{"t"});
  const Sample sample = test::sample_once(spec, *loop, with_database(fake));
  CHECK_FALSE(sample.good);
  CHECK(sample.error == "the answer is f instead of t");
  CHECK(sample.region == "region-b");
  spec.params.set("expect", std::string{"f"});
  CHECK(test::sample_once(spec, *loop, with_database(fake)).good);
}

TEST_CASE("postgres: an error, a broken connection and a refusal are bad") {
  const auto loop = test::make_loop();
  for (const What what : {What::error, What::fatal, What::die_in_commit, What::reset}) {
    FakePostgres fake(test::always({what, {"1", "x"}}));
    const Sample sample = test::sample_once(probe_with("target", fake.endpoint()), *loop);
    CHECK_FALSE(sample.good);
    CHECK_FALSE(sample.error.empty());
  }
  FakePostgres fake(test::always({}));
  fake.server().refuse();
  const Sample sample = test::sample_once(probe_with("target", fake.endpoint()), *loop);
  CHECK_FALSE(sample.good);
  CHECK(sample.error.find("refused") != std::string::npos);
}

TEST_CASE("postgres: late, whether in the greeting or in the answer, is bad at the timeout") {
  const auto loop = test::make_loop();
  for (const bool greets : {false, true}) {
    CAPTURE(greets);
    FakePostgres fake(test::always({What::hang, {}}), greets);
    ProbeSpec spec = probe_with("target", fake.endpoint());
    spec.timeout = 40ms;
    const Sample sample = test::sample_once(spec, *loop);
    CHECK_FALSE(sample.good);
    CHECK(sample.error == "no answer within 40ms");
    CHECK(test::await(*loop, [&] { return fake.server().open_connections() == 0; }));
  }
}

TEST_CASE("postgres: what cannot be aimed at is bad input") {
  FakePostgres fake(test::always({}));
  const auto loop = test::make_loop();
  const Inventory inventory = with_database(fake);
  CHECK_FALSE(test::make(test::make_probe("postgres"), *loop, inventory));
  CHECK_FALSE(test::make(probe_with("database", "bills"), *loop, inventory));
  CHECK_FALSE(test::make(probe_with("target", "region-c.db"), *loop, inventory));
  CHECK_FALSE(test::make(probe_with("target", "db.lab:5432"), *loop, inventory));
}

TEST_CASE("postgres: a pooled client keeps its connection, and says when it was stale") {
  std::atomic<What> what{What::answer};
  FakePostgres fake([&](const std::string&, const std::string&) {
    return test::PgScript{what, {"1", "region-a"}};
  });
  const auto loop = test::make_loop();
  ProbeSpec spec = probe_with("database", "orders");
  spec.client = "pooled";
  const auto probe = test::make(spec, *loop, with_database(fake)).value();
  const auto ask = [&] {
    std::optional<Sample> sample;
    probe->send(SamplerLoop::now(), [&](Sample got) { sample = std::move(got); });
    REQUIRE(test::await(*loop, [&] { return sample.has_value(); }));
    return *sample;
  };
  for (int i = 0; i < 3; ++i) CHECK(ask().error == "");
  CHECK(ask().region == "region-a");
  CHECK(fake.server().accepted() == 1);
  what = What::reset;
  const Sample stale = ask();
  CHECK_FALSE(stale.good);
  CHECK(stale.error.starts_with("stale: over a kept connection: "));
  CHECK(fake.server().accepted() == 1);
  what = What::answer;
  CHECK(ask().good);
  CHECK(fake.server().accepted() == 2);
}
