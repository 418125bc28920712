// SPDX-License-Identifier: Apache-2.0
#include "drills/report/chart/buckets.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr Instant k_from{10s};
constexpr Instant k_to{20s};

Sample a_sample(Duration after, bool good, Duration took) {
  Sample sample;
  sample.sent = k_from + after;
  sample.done = sample.sent + took;
  sample.good = good;
  return sample;
}

TEST_CASE("every sample is in one bucket, and no extreme is lost") {
  const Samples samples{a_sample(0s, true, 5ms), a_sample(500ms, true, 1ms),
                        a_sample(900ms, true, 80ms), a_sample(1s, false, 500ms),
                        a_sample(10s, true, 2ms)};
  const auto buckets = fill_buckets(samples, k_from, k_to, 10);
  REQUIRE(buckets.size() == 10);
  CHECK(buckets[0].good == 3);
  CHECK(buckets[0].fastest == 1ms);
  CHECK(buckets[0].slowest == 80ms);
  CHECK(buckets[1].bad == 1);
  CHECK(buckets[1].good == 0);
  CHECK(buckets[5].empty());
  CHECK(buckets[9].good == 1);  // the very end belongs to the last
}

TEST_CASE("what lies outside is kept at the edge; no buckets and no time are no crash") {
  const auto buckets =
      fill_buckets({a_sample(-5s, true, 1ms), a_sample(99s, true, 1ms)}, k_from, k_to, 2);
  CHECK(buckets[0].good == 1);
  CHECK(buckets[1].good == 1);
  CHECK(fill_buckets({a_sample(0s, true, 1ms)}, k_from, k_to, 0).empty());
  CHECK(fill_buckets({a_sample(0s, true, 1ms)}, k_from, k_from, 1)[0].good == 1);
}

TEST_CASE("writes are told apart: found, lost, not acknowledged") {
  std::vector<Write> writes(4);
  for (std::size_t index = 0; index < writes.size(); ++index) {
    writes[index].id = static_cast<std::int64_t>(index);
    writes[index].sent = k_from + 1s;
    writes[index].result = WriteResult::acknowledged;
  }
  writes[3].result = WriteResult::in_doubt;
  const auto buckets = fill_write_buckets(writes, {1, 3}, k_from, k_to, 10);
  CHECK(buckets[1].kept == 2);
  CHECK(buckets[1].lost == 1);
  CHECK(buckets[1].not_acknowledged == 1);
  CHECK(fill_write_buckets(writes, {}, k_from, k_to, 0).empty());
}

}  // namespace
}  // namespace gameday
