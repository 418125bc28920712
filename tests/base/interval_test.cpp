// SPDX-License-Identifier: Apache-2.0
#include "base/interval.hpp"

#include <doctest/doctest.h>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

Moment moment(Duration low, Duration high) { return {Instant{low}, Instant{high}}; }

}  // namespace

TEST_CASE("a target is met only by the whole interval") {
  CHECK(judge({3s, 4s}, 5s) == Verdict::met);
  CHECK(judge({3s, 5s}, 5s) == Verdict::met);
  CHECK(judge({3s, 5s + 1ns}, 5s) == Verdict::unknown);
  CHECK(judge({5s, 6s}, 5s) == Verdict::unknown);
  CHECK(judge({5s + 1ns, 6s}, 5s) == Verdict::missed);
}

TEST_CASE("an end that is not known never helps") {
  CHECK(judge({3s, std::nullopt}, 5s) == Verdict::unknown);
  CHECK(judge({6s, std::nullopt}, 5s) == Verdict::missed);
  CHECK(judge({std::nullopt, 4s}, 5s) == Verdict::met);
  CHECK(judge({std::nullopt, std::nullopt}, 5s) == Verdict::unknown);
}

TEST_CASE("the worst of two takes the larger of each end") {
  CHECK(worst({1s, 5s}, {2s, 3s}) == Interval{2s, 5s});
  CHECK(worst({1s, std::nullopt}, {2s, 3s}) == Interval{2s, std::nullopt});
  CHECK(worst({std::nullopt, 4s}, {2s, 3s}) == Interval{std::nullopt, 4s});
}

TEST_CASE("between two moments lies what both their errors allow") {
  CHECK(between(moment(1s, 2s), moment(5s, 7s)) == Interval{3s, 6s});
}

TEST_CASE("between overlapping moments there is never less than nothing") {
  CHECK(between(moment(1s, 4s), moment(3s, 5s)) == Interval{0s, 4s});
  CHECK(between(moment(6s, 7s), moment(3s, 5s)) == Interval{0s, 0s});
}

TEST_CASE("an interval is shown rounded outwards, so that it never claims too much") {
  CHECK(format_interval({3211ms, 3239ms}) == "3.21 to 3.24 s");
  CHECK(format_interval({9999ms, 10001ms}) == "9.99 to 10.01 s");
  CHECK(format_interval({0s, 0s}) == "0.00 s");
  CHECK(format_interval({12s, std::nullopt}) == "more than 12.00 s");
  CHECK(format_interval({std::nullopt, 4s}) == "at most 4.00 s");
  CHECK(format_interval({}) == "unknown");
}
