// SPDX-License-Identifier: Apache-2.0
// The truth of the outage once more: services that are stopped and started at recorded times.
#include <doctest/doctest.h>

#include "drills/measure/sampler_loop.hpp"
#include "tests/regions/support/watchers.hpp"

namespace gameday::regions {

using namespace std::chrono_literals;

TEST_CASE(
    "twenty services stopped and started lie in the intervals of all probes that watched them") {
  const Lab lab{"outage-backend"};
  Watchers watchers{lab, "region-b", "10.77.2.20"};
  std::vector<test::Truth> truths;
  for (test::TestServer& service : watchers.services()) {
    const Instant before = SamplerLoop::now();
    service.refuse();
    truths.push_back({{before, SamplerLoop::now()}, {}, {}});
  }
  Instant next = SamplerLoop::now() + 300ms;
  std::size_t number = 0;
  for (test::TestServer& service : watchers.services()) {
    REQUIRE(eventually([&] { return SamplerLoop::now() > next; }, 5s));
    test::Truth& truth = truths[number++];
    truth.shortest = SamplerLoop::now() - truth.onset.high;
    service.accept_again();
    truth.longest = SamplerLoop::now() - truth.onset.low;
    next += 30ms;
  }
  watchers.finish(truths);
}

}  // namespace gameday::regions
