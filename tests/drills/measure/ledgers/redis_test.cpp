// SPDX-License-Identifier: Apache-2.0
// The real Redis and its sentinels are in tests/regions/sentinel_test.cpp.
#include <doctest/doctest.h>

#include <atomic>

#include "drills/measure/ledgers.hpp"
#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/fake_redis.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;
using test::FakeRedis;
using test::RedisSays;

const LedgerKind& redis() { return k_ledger_redis; }

LedgerTarget redis_target(const FakeRedis& fake, Duration timeout = 5s) {
  LedgerTarget target;
  target.spec.name = "jobs";
  target.spec.kind = "redis";
  target.spec.database = "jobs";
  target.spec.every = 10ms;
  target.spec.timeout = timeout;
  target.table = "gameday_ledger_1a2b3c4d_jobs";
  target.address = "127.0.0.1:" + std::to_string(fake.port());
  return target;
}

Inventory redis_inventory(int port = 0) {
  Inventory inventory;
  inventory.databases["jobs"].kind = "redis";
  Host host;
  host.name = "queue-a";
  host.region = "region-a";
  host.address = "127.0.0.1";
  host.port = port;
  inventory.hosts["queue-a"] = host;
  return inventory;
}

/// A master that does with a write as the script says.
FakeRedis::Script master(std::function<RedisSays(const std::vector<std::string>&)> on_write) {
  return [on_write = std::move(on_write)](const auto& words) {
    return words.front() == "XADD" ? on_write(words) : RedisSays{test::resp_list({"master", "0"})};
  };
}

RedisSays entry() { return {"$3\r\n1-1\r\n"}; }

std::vector<Write> written(const FakeRedis& fake, std::int64_t count, Duration timeout = 5s) {
  const Inventory inventory = redis_inventory(fake.port());
  const auto loop = test::make_loop();
  const auto writer = redis().make_writer(redis_target(fake, timeout), inventory, *loop).value();
  std::vector<Write> writes(static_cast<std::size_t>(count));
  std::int64_t ended = 0;
  for (std::int64_t id = 1; id <= count; ++id) {
    writer->send(id, SamplerLoop::now(), [&writes, &ended, id](Write got) {
      writes[static_cast<std::size_t>(id - 1)] = std::move(got);
      ++ended;
    });
  }
  REQUIRE(test::await(*loop, [&] { return ended == count; }));
  return writes;
}

TEST_CASE("an entry that was given an id is acknowledged, and tells the region") {
  std::vector<std::string> asked;
  FakeRedis fake{master([&](const auto& words) {
    asked = words;
    return entry();
  })};
  const Write got = written(fake, 1)[0];
  CHECK(got.result == WriteResult::acknowledged);
  CHECK(got.region == "region-a");
  CHECK(got.sent < got.done);
  CHECK(asked == std::vector<std::string>{"XADD", "gameday_ledger_1a2b3c4d_jobs", "NOMKSTREAM", "*",
                                          "id", "1"});
}

TEST_CASE("many writes go over one connection") {
  FakeRedis fake{master([](const auto&) { return entry(); })};
  for (const Write& write : written(fake, 20)) CHECK(write.result == WriteResult::acknowledged);
  CHECK(fake.server().accepted() == 1);
}

TEST_CASE("what the server says no to is refused, and the master is looked for again") {
  std::atomic<int> writes{0};
  FakeRedis fake{master([&](const auto&) {
    return writes.fetch_add(1) == 0 ? RedisSays{"-READONLY You can't write against a replica\r\n"}
                                    : entry();
  })};
  CHECK(written(fake, 1)[0].result == WriteResult::refused);
  CHECK(written(fake, 1)[0].result == WriteResult::acknowledged);
}

TEST_CASE("a stream that is not there is not made") {
  FakeRedis fake{master([](const auto&) { return RedisSays{"$-1\r\n"}; })};
  const Write got = written(fake, 1)[0];
  CHECK(got.result == WriteResult::refused);
  CHECK(got.error.find("it has no stream") != std::string::npos);
}

TEST_CASE("what was sent and not answered is in doubt") {
  SUBCASE("silence") {
    FakeRedis fake{master([](const auto&) { return RedisSays{}; })};
    CHECK(written(fake, 1, 100ms)[0].result == WriteResult::in_doubt);
  }
  SUBCASE("the server hangs up") {
    FakeRedis fake{master([](const auto&) { return RedisSays{"", true}; })};
    CHECK(written(fake, 1)[0].result == WriteResult::in_doubt);
  }
}

TEST_CASE("what was never sent is refused") {
  FakeRedis fake{[](const auto&) { return RedisSays{test::resp_list({"slave", "0"})}; }};
  const Write got = written(fake, 1, 200ms)[0];
  CHECK(got.result == WriteResult::refused);
  CHECK(got.error.find("no master") != std::string::npos);
}

TEST_CASE("the stream is made empty, known by its name, and taken away") {
  LedgerSpec spec;
  spec.name = "jobs";
  spec.database = "jobs";
  const Change change = redis().make_table(spec, "gameday_ledger_1a2b3c4d_jobs");
  CHECK(change.id == "ledger.jobs");
  const auto& apply = std::get<Sql>(change.apply.what);
  CHECK(apply.node.empty());
  CHECK(apply.statement == "EVAL");
  CHECK(std::get<std::string>(apply.params.at(2)) == "gameday_ledger_1a2b3c4d_jobs");
  REQUIRE(change.revert.has_value());
  CHECK(change.on_abort == Fate::revert);
  CHECK(std::get<Sql>(redis().list_tables("jobs").what).statement == "SMEMBERS");
}

TEST_CASE("a database or a sentinel by its name cannot be written to") {
  const auto loop = test::make_loop();
  FakeRedis fake{master([](const auto&) { return entry(); })};
  const Inventory inventory = redis_inventory();
  LedgerTarget target = redis_target(fake);
  SUBCASE("database") { target.address = "redis.lab:6379"; }
  SUBCASE("sentinel") {
    target.spec.params.set("sentinels", std::vector<std::string>{"sentinel.lab:26379"});
  }
  SUBCASE("no database") { target.spec.database = "other"; }
  CHECK_FALSE(redis().make_writer(target, inventory, *loop));
}

}  // namespace
}  // namespace gameday
