// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/sampler.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

#include "drills/measure/sampler_loop.hpp"
#include "tests/drills/measure/support/collector.hpp"
#include "tests/drills/measure/support/fake_postgres.hpp"
#include "tests/drills/measure/support/test_server.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using test::answer_http;
using test::Collector;
using test::http_answer;
using test::TestServer;

namespace {

ProbeSpec http_probe(const TestServer& server, Duration every, Duration timeout) {
  ProbeSpec spec;
  spec.name = "shop";
  spec.kind = "http";
  spec.every = every;
  spec.timeout = timeout;
  spec.params.set("url", "http://" + server.endpoint() + "/");
  return spec;
}

SamplerSetup setup_with_ledger(test::FakePostgres& fake) {
  SamplerSetup setup;
  LedgerTarget ledger;
  ledger.spec.name = "orders";
  ledger.spec.kind = "postgres";
  ledger.spec.database = "orders";
  ledger.spec.every = 2ms;
  ledger.spec.timeout = 2s;
  ledger.table = "some";
  ledger.address = fake.endpoint();
  setup.ledgers.push_back(ledger);
  setup.inventory.databases["orders"].name = "orders";
  return setup;
}

}  // namespace

TEST_CASE("samples are sent on an absolute schedule from a thread of its own") {
  const TestServer server(answer_http({http_answer(200, "")}));
  Collector collector;
  SamplerSetup setup;
  setup.probes.push_back(http_probe(server, 5ms, 1s));
  const auto sampler = Sampler::start(setup, collector).value();
  REQUIRE(collector.await([&] { return collector.samples("shop").size() >= 20; }));
  sampler->stop();
  const Samples samples = collector.samples("shop");
  for (std::size_t i = 1; i < samples.size(); ++i) {
    CHECK((samples[i].intended - samples[0].intended) % 5ms == 0ns);
    CHECK(samples[i].intended > samples[i - 1].intended);
    CHECK(samples[i].good);
  }
  CHECK(sampler->cpu_seconds() > 0);
}

TEST_CASE("a slow answer does not delay the next request") {
  const TestServer server(answer_http({http_answer(200, ""), 100ms}));
  Collector collector;
  SamplerSetup setup;
  setup.probes.push_back(http_probe(server, 10ms, 2s));
  const auto sampler = Sampler::start(setup, collector).value();
  REQUIRE(collector.await([&] { return collector.samples("shop").size() >= 3; }));
  CHECK(server.accepted() >= 8);
  sampler->stop();
  const Samples samples = collector.samples("shop");
  CHECK(samples[2].sent < samples[0].done);
}

TEST_CASE("more requests than can be under way are bad samples at once") {
  // Each is given up only after a while: the limit is 20 ms / 10 ms + 2.
  const TestServer server(test::hang());
  Collector collector;
  SamplerSetup setup;
  setup.probes.push_back(http_probe(server, 1ms, 20ms));
  const auto sampler = Sampler::start(setup, collector).value();
  REQUIRE(collector.await([&] { return collector.samples("shop").size() >= 30; }));
  sampler->stop();
  CHECK(server.open_connections() <= 22);
  for (const Sample& sample : collector.samples("shop")) {
    CHECK_FALSE(sample.good);
    const bool known =
        sample.error == "no answer within 20ms" || sample.error == "too many in flight";
    CHECK(known);
  }
}

TEST_CASE("stopping waits for what is under way, so that the last samples are true") {
  const TestServer server(answer_http({http_answer(200, ""), 50ms}));
  Collector collector;
  SamplerSetup setup;
  setup.probes.push_back(http_probe(server, 10ms, 2s));
  const auto sampler = Sampler::start(setup, collector).value();
  REQUIRE(collector.await([&] { return server.accepted() >= 3; }));
  sampler->stop();
  const std::size_t count = collector.samples("shop").size();
  CHECK(count >= 3);
  CHECK(static_cast<int>(count) == server.accepted());
  for (const Sample& sample : collector.samples("shop")) CHECK(sample.good);
  sampler->stop();
  sampler->settle_writes();
  CHECK(collector.samples("shop").size() == count);
}

TEST_CASE("writes settle and go on with new numbers; probes do not care") {
  test::FakePostgres fake(test::always({test::PgScript::What::answer, {"region-a"}, 3ms}));
  Collector collector;
  const TestServer server(answer_http({http_answer(200, "")}));
  SamplerSetup setup = setup_with_ledger(fake);
  setup.probes.push_back(http_probe(server, 5ms, 1s));
  const auto sampler = Sampler::start(setup, collector).value();
  const auto written = [&] { return collector.writes("orders").size(); };
  REQUIRE(collector.await([&] { return written() >= 5; }));
  sampler->settle_writes();
  const std::size_t settled = written();
  const std::size_t sampled = collector.samples("shop").size();
  REQUIRE(collector.await([&] { return collector.samples("shop").size() >= sampled + 5; }));
  CHECK(written() == settled);
  sampler->settle_writes();
  sampler->resume_writes();
  REQUIRE(collector.await([&] { return written() >= settled + 5; }));
  sampler->stop();
  const auto writes = collector.writes("orders");
  for (std::size_t i = 0; i < writes.size(); ++i) {
    CHECK(writes[i].id == static_cast<std::int64_t>(i + 1));
    CHECK(writes[i].result == WriteResult::acknowledged);
  }
}

TEST_CASE("the network is entered first, on the new thread") {
  const TestServer server(answer_http({http_answer(200, "")}));
  Collector collector;
  SamplerSetup setup;
  setup.probes.push_back(http_probe(server, 5ms, 1s));
  std::thread::id entered;
  setup.enter = [&]() -> Result<void> {
    entered = std::this_thread::get_id();
    CHECK(server.accepted() == 0);
    return {};
  };
  Sampler::start(setup, collector).value()->stop();
  CHECK(entered != std::thread::id{});
  CHECK(entered != std::this_thread::get_id());
  SUBCASE("an error there is the error of the start") {
    setup.enter = [] { return Result<void>(fail(ErrorKind::absent, "enter", "lab", "gone")); };
    const auto started = Sampler::start(setup, collector);
    REQUIRE_FALSE(started);
    CHECK(started.error().kind == ErrorKind::absent);
  }
}

TEST_CASE("a probe that cannot be set up is the error of the start") {
  Collector collector;
  SamplerSetup setup;
  ProbeSpec spec;
  spec.name = "shop";
  spec.kind = "http";
  spec.every = spec.timeout = 10ms;
  setup.probes.push_back(spec);
  const auto started = Sampler::start(setup, collector);
  REQUIRE_FALSE(started);
  CHECK(started.error().kind == ErrorKind::bad_input);
}

TEST_CASE("a sampler that is destroyed has stopped; realtime is asked for at best") {
  const TestServer server(answer_http({http_answer(200, "")}));
  Collector collector;
  SamplerSetup setup;
  setup.realtime = true;
  setup.probes.push_back(http_probe(server, 5ms, 1s));
  REQUIRE(Sampler::start(setup, collector));
  const std::size_t count = collector.samples("shop").size();
  CHECK(static_cast<int>(count) == server.accepted());
}
