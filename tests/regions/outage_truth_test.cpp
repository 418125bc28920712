// SPDX-License-Identifier: Apache-2.0
// The truth of the outage: what the kernel itself begins and ends, by the timeouts of a set, must
// lie in the interval that is measured, every time.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "drills/measure/sampler_loop.hpp"
#include "tests/regions/support/watchers.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

/// The kernel ends a timeout at a tick of its clock, at most 10 ms long, and was seen up to 4 ms
/// early.
constexpr auto k_tick = 10ms;

std::chrono::milliseconds length_of(std::size_t service) { return 300ms + service * 30ms; }

/// One transaction that cuts every port of the services, each for a time of its own.
std::string cut_all(const std::list<test::TestServer>& services) {
  std::string elements;
  std::size_t number = 0;
  for (const test::TestServer& service : services) {
    elements += fmt::format("{}{} timeout {}ms", elements.empty() ? "" : ", ", service.port(),
                            length_of(number++).count());
  }
  return fmt::format(
      "table inet outage_truth {{\n"
      " set ports {{ type inet_service; flags timeout; elements = {{ {} }}; }}\n"
      " chain forward {{ type filter hook forward priority 0; policy accept;\n"
      "  ip daddr 10.77.1.20 tcp dport @ports drop\n }}\n}}\n",
      elements);
}

}  // namespace

TEST_CASE(
    "twenty outages ended by the kernel lie in the intervals of all probes that watched them") {
  const Lab lab{"outage-truth"};
  Watchers watchers{lab, "region-a", "10.77.1.20"};
  const Instant before = SamplerLoop::now();
  const auto cut = lab.on("router", {"nft", "-f", "-"}, cut_all(watchers.services()));
  const Moment onset{before, SamplerLoop::now()};
  REQUIRE_MESSAGE(cut.status == 0, cut.err);
  std::vector<test::Truth> truths;
  truths.reserve(k_services);
  for (std::size_t i = 0; i < k_services; ++i) {
    truths.push_back({onset, length_of(i) - k_tick, length_of(i) + k_tick});
  }
  const Instant over = onset.high + length_of(k_services) + k_tick;
  REQUIRE(eventually([&] { return SamplerLoop::now() > over; }, 5s));
  watchers.finish(truths);
}

}  // namespace gameday::regions
