// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/watchers.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <thread>

#include "lab/lab.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

constexpr auto k_timeout = 250ms;
/// The slowest first: what the fast ones cost is only spent around the outages.
constexpr std::array<std::chrono::milliseconds, 3> k_periods{1000ms, 100ms, 10ms};

std::string name_of(std::size_t service, std::chrono::milliseconds every) {
  return fmt::format("{}-{}ms", service, every.count());
}

ProbeSpec probe_of(const test::TestServer& service, std::size_t number,
                   std::chrono::milliseconds every) {
  ProbeSpec spec;
  spec.name = name_of(number, every);
  spec.kind = number % 2 == 0 ? "tcp" : "http";
  spec.every = every;
  spec.timeout = k_timeout;
  spec.params.set("target", service.endpoint());
  spec.params.set("url", "http://" + service.endpoint() + "/");
  return spec;
}

}  // namespace

Watchers::Watchers(const Lab& lab, const std::string& zone, const std::string& address) {
  // The servers' threads are born in the network of the thread that makes them.
  std::thread inside([&] {
    const auto entered = lab::enter_network(lab.name(), zone);
    REQUIRE_MESSAGE(entered.has_value(), (entered ? "" : entered.error().text()));
    for (std::size_t i = 0; i < k_services; ++i) {
      m_services.emplace_back(test::answer_http({test::http_answer(200, "")}), address);
    }
  });
  inside.join();
  REQUIRE(m_services.size() == k_services);
  for (const auto every : k_periods) {
    start(lab, every);
    await_more(every, 2);
  }
}

void Watchers::start(const Lab& lab, std::chrono::milliseconds every) {
  SamplerSetup setup;
  setup.enter = [name = lab.name()] { return lab::enter_network(name, "world"); };
  std::size_t number = 0;
  for (const test::TestServer& service : m_services) {
    setup.probes.push_back(probe_of(service, number++, every));
  }
  auto sampler = Sampler::start(std::move(setup), m_collector);
  REQUIRE_MESSAGE(sampler.has_value(), (sampler ? "" : sampler.error().text()));
  m_samplers[every] = std::move(*sampler);
}

void Watchers::await_more(std::chrono::milliseconds every, std::size_t samples) {
  const std::string last = name_of(k_services - 1, every);
  const std::size_t seen = m_collector.samples(last).size();
  REQUIRE(eventually([&] { return m_collector.samples(last).size() >= seen + samples; },
                     every * samples * 2 + 1s));
}

void Watchers::finish(const std::vector<test::Truth>& truths) {
  constexpr std::size_t k_stable = 23;  // twenty periods, and some to begin and end them
  for (auto at = k_periods.rbegin(); at != k_periods.rend(); ++at) {
    await_more(*at, *at == 1000ms ? k_stable : 2 * k_stable);
    stop_and_check(*at, truths);
  }
}

void Watchers::stop_and_check(std::chrono::milliseconds every,
                              const std::vector<test::Truth>& truths) {
  m_samplers[every]->stop();
  for (std::size_t i = 0; i < k_services; ++i) {
    const std::string name = name_of(i, every);
    CAPTURE(name);
    test::check_truth({m_collector.samples(name), every, k_timeout}, truths.at(i));
  }
}

}  // namespace gameday::regions
