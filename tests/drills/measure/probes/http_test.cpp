// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <optional>
#include <utility>

#include "tests/drills/measure/support/name_server.hpp"
#include "tests/drills/measure/support/probe_run.hpp"
#include "tests/drills/measure/support/test_server.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using test::answer_http;
using test::http_answer;
using test::TestServer;

namespace {

const std::string k_healthy = R"({"region": "region-a", "writable": true})";

ProbeSpec probe_of(const std::string& where) {
  ProbeSpec spec = test::make_probe("http");
  spec.params.set("url", "http://" + where + "/healthz");
  spec.params.set("expect", test::json(R"({"status": 200, "json": {"writable": true}})"));
  return spec;
}

}  // namespace

TEST_CASE("http: the right answer is a good sample, with its status and region") {
  const TestServer server(answer_http({http_answer(200, k_healthy)}));
  const auto loop = test::make_loop();
  const Sample sample = test::sample_once(probe_of(server.endpoint()), *loop);
  CHECK(sample.good);
  CHECK(sample.error == "");
  CHECK(sample.code == 200);
  CHECK(sample.region == "region-a");
  CHECK(sample.lookup == 0ns);
  CHECK(sample.intended <= sample.sent);
  CHECK(sample.sent < sample.done);
}

TEST_CASE("http: a wrong answer is bad, and still tells its region") {
  const TestServer server(
      answer_http({http_answer(503, R"({"writable": false})", "X-Region: region-b\r\n")}));
  const auto loop = test::make_loop();
  const Sample sample = test::sample_once(probe_of(server.endpoint()), *loop);
  CHECK_FALSE(sample.good);
  CHECK(sample.code == 503);
  CHECK(sample.region == "region-b");
  CHECK(sample.error == "status 503 instead of 200");
}

TEST_CASE("http: refused and timed out are bad") {
  const auto loop = test::make_loop();
  TestServer server(test::hang());
  ProbeSpec spec = probe_of(server.endpoint());
  spec.timeout = 30ms;
  SUBCASE("timed out: at the timeout, and the connection is closed") {
    const Sample sample = test::sample_once(spec, *loop);
    CHECK_FALSE(sample.good);
    CHECK(sample.code == 0);
    CHECK(sample.error == "no answer within 30ms");
    CHECK(sample.done - sample.sent >= 30ms);
    CHECK(test::await(*loop, [&] { return server.open_connections() == 0; }));
  }
  SUBCASE("refused") {
    server.refuse();
    const Sample sample = test::sample_once(spec, *loop);
    CHECK_FALSE(sample.good);
    CHECK(sample.error == "Connection refused");
  }
}

TEST_CASE("http: the name is looked up each time, and that is part of the sample") {
  const TestServer server(answer_http({http_answer(200, k_healthy)}));
  const test::NameServer names(test::NameServer::Addresses{{"shop.lab", "127.0.0.1"}});
  const auto loop = test::make_loop(names.endpoint());
  const auto spec = probe_of("shop.lab:" + std::to_string(server.port()));
  for (int i = 1; i <= 2; ++i) {
    const Sample sample = test::sample_once(spec, *loop);
    CHECK(sample.error == "");
    CHECK(sample.lookup > 0ns);
    CHECK(sample.lookup < sample.done - sample.sent);
    CHECK(names.asked() == i);
  }
  SUBCASE("a name that is not there is bad") {
    const Sample sample = test::sample_once(probe_of("nowhere.lab:80"), *loop);
    CHECK_FALSE(sample.good);
    CHECK(sample.error.find("nowhere.lab") != std::string::npos);
  }
  SUBCASE("a resolver that is silent is bad at the timeout") {
    ProbeSpec silent = probe_of("silent:80");
    silent.timeout = 30ms;
    CHECK(test::sample_once(silent, *loop).error == "no answer within 30ms");
  }
}

TEST_CASE("http: what cannot be asked for is bad input") {
  const auto loop = test::make_loop();
  CHECK_FALSE(test::make(probe_of("not a host"), *loop));
  CHECK_FALSE(test::make(probe_of("shop.lab"), *loop));
  ProbeSpec odd = probe_of("127.0.0.1");
  odd.params.set("expect", test::json(R"({"status": "fine"})"));
  CHECK_FALSE(test::make(odd, *loop));
  ProbeSpec sticky = probe_of("127.0.0.1");
  sticky.client = "sticky";
  CHECK_FALSE(test::make(sticky, *loop));
}

namespace {

/// A probe that stays, asked again and again.
class Asker {
 public:
  Asker(SamplerLoop& loop, const ProbeSpec& spec)
      : m_loop(loop), m_probe(test::make(spec, loop).value()) {}
  Sample ask() {
    std::optional<Sample> sample;
    m_probe->send(SamplerLoop::now(), [&](Sample got) { sample = std::move(got); });
    REQUIRE(test::await(m_loop, [&] { return sample.has_value(); }));
    return *sample;
  }

 private:
  SamplerLoop& m_loop;
  std::unique_ptr<Probe> m_probe;
};

ProbeSpec client_of(const std::string& client, const std::string& where) {
  ProbeSpec spec = probe_of(where);
  spec.client = client;
  return spec;
}

}  // namespace

TEST_CASE("http: fresh and cached clients connect for each request, pooled ones once") {
  const TestServer server(answer_http({http_answer(200, k_healthy)}));
  const auto loop = test::make_loop();
  for (const auto& [client, connections] : {std::pair{"fresh", 5}, {"cached", 5}, {"pooled", 1}}) {
    const int before = server.accepted();
    Asker asker(*loop, client_of(client, server.endpoint()));
    for (int i = 0; i < 5; ++i) CHECK(asker.ask().error == "");
    CHECK(server.accepted() - before == connections);
  }
}

TEST_CASE("http: a cached client looks up once, a pooled one for each connection") {
  const TestServer server(answer_http({http_answer(200, k_healthy)}));
  const test::NameServer names(test::NameServer::Addresses{{"shop.lab", "127.0.0.1"}});
  const auto loop = test::make_loop(names.endpoint());
  for (const std::string client : {"cached", "pooled"}) {
    const int before = names.asked();
    Asker asker(*loop, client_of(client, "shop.lab:" + std::to_string(server.port())));
    CHECK(asker.ask().lookup > 0ns);
    CHECK(asker.ask().lookup == 0ns);
    CHECK(names.asked() == before + 1);
  }
}

TEST_CASE("http: a pooled client opens a new connection once the old one was closed") {
  const TestServer server(
      answer_http({http_answer(200, k_healthy), 0ms, test::Reply::Then::close}));
  const auto loop = test::make_loop();
  Asker asker(*loop, client_of("pooled", server.endpoint()));
  for (int i = 1; i <= 3; ++i) {
    CHECK(asker.ask().error == "");
    REQUIRE(test::await(*loop, [&] { return server.open_connections() == 0; }));
    // The client sees the end in a turn of its loop.
    const Instant later = SamplerLoop::now() + 5ms;
    test::await(*loop, [&] { return SamplerLoop::now() > later; });
    CHECK(server.accepted() == i);
  }
}

TEST_CASE("http: a request on a kept connection that dies is bad, and not asked again") {
  std::atomic<int> requests{0};
  const TestServer server([&](int, std::string& received) -> std::optional<test::Reply> {
    if (received.find("\r\n\r\n") == std::string::npos) return std::nullopt;
    received.clear();
    if (++requests == 2) return test::Reply{"", 0ms, test::Reply::Then::close};
    return test::Reply{http_answer(200, k_healthy)};
  });
  const auto loop = test::make_loop();
  Asker asker(*loop, client_of("pooled", server.endpoint()));
  CHECK(asker.ask().good);
  const Sample stale = asker.ask();
  CHECK_FALSE(stale.good);
  CHECK(stale.error.starts_with("stale: the kept connection"));
  CHECK(requests == 2);
  CHECK(server.accepted() == 1);
  CHECK(asker.ask().good);
  CHECK(server.accepted() == 2);
}

TEST_CASE("http: a kept connection that hangs costs one timeout, and is not used again") {
  std::atomic<bool> hangs{false};
  const TestServer server([&](int, std::string& received) -> std::optional<test::Reply> {
    if (hangs || received.find("\r\n\r\n") == std::string::npos) return std::nullopt;
    received.clear();
    return test::Reply{http_answer(200, k_healthy)};
  });
  const auto loop = test::make_loop();
  ProbeSpec spec = client_of("pooled", server.endpoint());
  spec.timeout = 30ms;
  Asker asker(*loop, spec);
  CHECK(asker.ask().error == "");
  hangs = true;
  CHECK(asker.ask().error == "no answer within 30ms");
  REQUIRE(test::await(*loop, [&] { return server.open_connections() == 0; }));
  hangs = false;
  CHECK(asker.ask().error == "");
  CHECK(server.accepted() == 2);
}
