// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/outage.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <random>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// An outage of known beginning and end, seen by a probe of a random period.
struct Case {
  Duration every;
  Duration timeout;
  Duration slowest_answer;
  Instant down;
  Instant up;
  Moment onset;
  Samples samples;
};

class Dice {
 public:
  explicit Dice(unsigned seed) : m_engine(seed) {}
  Duration between(Duration low, Duration high) {
    std::uniform_int_distribution<Duration::rep> range(low.count(), high.count());
    return Duration{range(m_engine)};
  }

 private:
  std::mt19937_64 m_engine;
};

/// The service decides at one moment between sent and done; a request that it does not answer then
/// is given up at its timeout.
Sample play(const Case& drill, Dice& dice, Instant intended) {
  Sample sample;
  sample.intended = intended;
  sample.sent = intended + dice.between(0ns, drill.every / 4);
  const Duration there = dice.between(1us, drill.slowest_answer / 2);
  const Duration back = dice.between(1us, drill.slowest_answer / 2);
  const Instant decided = sample.sent + there;
  sample.good = decided < drill.down || decided >= drill.up;
  sample.done = sample.good ? decided + back : sample.sent + drill.timeout;
  return sample;
}

Case make_case(unsigned seed) {
  Dice dice(seed);
  Case drill;
  drill.every = dice.between(1ms, 1s);
  drill.slowest_answer = dice.between(100us, 300ms);
  drill.timeout = drill.slowest_answer + dice.between(0ns, 1s);
  drill.down = Instant{10s + dice.between(0ns, 2s)};
  drill.up = drill.down + dice.between(1ms, 5s);
  drill.onset = {drill.down - dice.between(0ns, 50ms), drill.down + dice.between(0ns, 50ms)};
  const Instant end = drill.up + 25 * drill.every + 2s;
  for (Instant tick{9s}; tick < end; tick += drill.every) {
    drill.samples.push_back(play(drill, dice, tick));
  }
  return drill;
}

bool contains(const Interval& interval, Duration truth) {
  return interval.low && interval.high && *interval.low <= truth && truth <= *interval.high;
}

}  // namespace

TEST_CASE("the truth lies in the measured interval, whatever the periods and latencies") {
  int observed = 0;
  for (unsigned seed = 0; seed < 2000; ++seed) {
    CAPTURE(seed);
    const Case drill = make_case(seed);
    const OutageRule rule{drill.every, 20 * drill.every, 0.99};
    const Outage outage = find_outage(drill.samples, drill.onset, rule, Instant::max());
    REQUIRE(contains(outage.rto, drill.up - drill.down));
    if (!outage.observed) continue;
    ++observed;
    REQUIRE(outage.recovered);
    REQUIRE(outage.began);
    REQUIRE(contains(outage.length, drill.up - drill.down));
    REQUIRE(outage.began->low < drill.down);
    REQUIRE(outage.recovered->high >= drill.up);
    // No wider than what was asked: a period (and the lag), the answer, at the start the timeout.
    const Duration period = drill.every + drill.every / 4;
    REQUIRE(outage.recovered->high - outage.recovered->low <= period + drill.slowest_answer);
    REQUIRE(outage.began->high - outage.began->low <= period + drill.timeout);
  }
  CHECK(observed > 1200);
}
