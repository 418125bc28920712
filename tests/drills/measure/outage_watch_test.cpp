// SPDX-License-Identifier: Apache-2.0
// Servers that are stopped and started at recorded times, watched by real probes.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <chrono>
#include <list>
#include <thread>

#include "drills/measure/sampler.hpp"
#include "drills/measure/sampler_loop.hpp"
#include "tests/drills/measure/support/collector.hpp"
#include "tests/drills/measure/support/test_server.hpp"
#include "tests/drills/measure/support/truth.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr Duration k_timeout = 200ms;
constexpr std::array<Duration, 2> k_periods{5ms, 40ms};

std::string name_of(std::size_t server, Duration every) {
  return fmt::format("{}-{}", server, format_duration(every));
}

ProbeSpec probe_of(const test::TestServer& server, std::size_t number, Duration every) {
  ProbeSpec spec;
  spec.name = name_of(number, every);
  spec.kind = number % 2 == 0 ? "http" : "tcp";
  spec.every = every;
  spec.timeout = k_timeout;
  spec.params.set("url", "http://" + server.endpoint() + "/");
  spec.params.set("target", server.endpoint());
  return spec;
}

}  // namespace

TEST_CASE("outages of recorded length lie in the intervals that real probes measure") {
  std::list<test::TestServer> servers;
  for (int i = 0; i < 4; ++i) servers.emplace_back(test::answer_http({test::http_answer(200, "")}));
  SamplerSetup setup;
  std::size_t number = 0;
  for (const test::TestServer& server : servers) {
    for (const Duration every : k_periods) {
      setup.probes.push_back(probe_of(server, number, every));
    }
    ++number;
  }
  test::Collector collector;
  const auto sampler = Sampler::start(setup, collector).value();
  const auto sent_slowly = [&] { return collector.samples(name_of(3, k_periods[1])).size(); };
  REQUIRE(collector.await([&] { return sent_slowly() >= 5; }));

  std::vector<test::Truth> truths;
  for (test::TestServer& server : servers) {
    const Instant before = SamplerLoop::now();
    server.refuse();
    truths.push_back({{before, SamplerLoop::now()}, {}, {}});
  }
  number = 0;
  for (test::TestServer& server : servers) {
    const std::size_t seen = sent_slowly();
    REQUIRE(collector.await([&] { return sent_slowly() >= seen + 2 + number; }));
    test::Truth& truth = truths[number++];
    truth.shortest = SamplerLoop::now() - truth.onset.high;
    server.accept_again();
    truth.longest = SamplerLoop::now() - truth.onset.low;
  }
  const std::size_t healed = sent_slowly();
  REQUIRE(collector.await([&] { return sent_slowly() >= healed + 26; }));
  sampler->stop();
  for (std::size_t i = 0; i < truths.size(); ++i) {
    for (const Duration every : k_periods) {
      CAPTURE(name_of(i, every));
      test::check_truth({collector.samples(name_of(i, every)), every, k_timeout}, truths[i]);
    }
  }
}
