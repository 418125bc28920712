// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/outage.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <ctime>
#include <string_view>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr Duration k_every = 100ms;
constexpr Duration k_good_takes = 5ms;
constexpr Duration k_bad_takes = 50ms;

Instant at(Duration since_start) { return Instant{since_start}; }

/// One sample a character, one period apart from 0: '.' good, 'x' bad, ' ' none was sent.
Samples draw(std::string_view picture) {
  Samples samples;
  Instant sent{};
  for (const char c : picture) {
    if (c != ' ') {
      Sample sample;
      sample.intended = sample.sent = sent;
      sample.good = c == '.';
      sample.done = sent + (sample.good ? k_good_takes : k_bad_takes);
      samples.push_back(sample);
    }
    sent += k_every;
  }
  return samples;
}

std::string good(std::size_t count) { return std::string(count, '.'); }
std::string bad(std::size_t count) { return std::string(count, 'x'); }

constexpr OutageRule k_rule{k_every, 2s, 0.99};
constexpr Instant k_open_end = Instant::max();
constexpr Moment k_onset{Instant{1000ms}, Instant{1010ms}};

Outage judge(std::string_view picture, Moment onset = k_onset, Instant end = k_open_end,
             Instant lifted = Instant::max()) {
  return find_outage(draw(picture), onset, k_rule, end, lifted);
}

}  // namespace

TEST_CASE("began, recovered, length and RTO lie between the samples on either side") {
  // The last good one is sent at 1.0 s, bad ones at 1.1 to 1.5 s, good again from 1.6 s.
  const Outage outage = judge(good(11) + bad(5) + good(30));
  CHECK(outage.observed);
  CHECK_FALSE(outage.stale);
  CHECK(outage.began == Moment{at(1000ms), at(1150ms)});
  CHECK(outage.recovered == Moment{at(1500ms), at(1605ms)});
  CHECK(outage.length == Interval{350ms, 605ms});
  CHECK(outage.rto == Interval{490ms, 605ms});
  CHECK(outage.stable_until == at(3600ms));
  CHECK(outage.relapses == 0);
  CHECK(outage.bad_time == 500ms);
}

TEST_CASE("a bad sample that was done before the onset does not count") {
  const Outage outage = judge("...xx" + good(6) + bad(2) + good(30));
  CHECK(outage.began == Moment{at(1000ms), at(1150ms)});
  CHECK(outage.bad_time == 200ms);
}

TEST_CASE("a bad sample sent before the onset and done after it counts") {
  const Outage outage = judge(good(8) + "x" + good(30), Moment{at(840ms), at(845ms)});
  CHECK(outage.observed);
  CHECK(outage.began == Moment{at(700ms), at(850ms)});
  CHECK(outage.rto == Interval{0ms, 65ms});
  CHECK(outage.bad_time == 60ms);
}

TEST_CASE("g is the first good sample whose window holds the availability") {
  SUBCASE("single good samples within the outage are no recovery") {
    const Outage outage = judge(good(11) + "xx.xx.xx" + good(30));
    CHECK(outage.recovered == Moment{at(1800ms), at(1905ms)});
  }
  SUBCASE("a window of 21 samples at 99 % forgives none") {
    const Outage outage = judge(good(11) + "xx" + good(15) + "x" + good(30));
    CHECK(outage.recovered == Moment{at(2800ms), at(2905ms)});
  }
  SUBCASE("b is the last bad sample before g, not the first") {
    const Outage outage = judge(good(11) + "x.x" + good(30));
    CHECK(outage.recovered->low == at(1300ms));
  }
  SUBCASE("exactly 99 % holds, less does not") {
    const OutageRule rule{10ms, 990ms, 0.99};
    Samples samples;
    for (int i = 0; i < 300; ++i) {
      Sample sample;
      sample.intended = sample.sent = at(i * 10ms);
      sample.done = sample.sent + 1ms;
      sample.good = i != 20 && i != 70;
      samples.push_back(sample);
    }
    const Moment onset{at(150ms), at(150ms)};
    CHECK(find_outage(samples, onset, rule, k_open_end).recovered->low == at(200ms));
    samples[71].good = false;
    CHECK(find_outage(samples, onset, rule, k_open_end).recovered->low == at(200ms) + 510ms);
  }
}

TEST_CASE("a gap of over three periods in the window is no evidence of recovery") {
  SUBCASE("three periods are fine") {
    const Outage outage = judge(good(11) + "xx" + "....  " + good(30));
    CHECK(outage.recovered->high == at(1305ms));
  }
  SUBCASE("over three move g behind the gap") {
    const Outage outage = judge(good(11) + "xx" + "....   " + good(30));
    CHECK(outage.recovered->high == at(2005ms));
    CHECK(outage.recovered->low == at(1200ms));
  }
}

TEST_CASE("a window that was not seen to its end is no recovery") {
  CHECK_FALSE(judge(good(11) + "xx" + good(10)).recovered);
  SUBCASE("nor is one that reaches beyond the end") {
    const std::string picture = good(11) + "xx" + good(40);
    CHECK_FALSE(judge(picture, k_onset, at(3299ms)).recovered);
    CHECK(judge(picture, k_onset, at(3300ms)).recovered);
  }
}

TEST_CASE("samples sent after the end are not looked at") {
  const Outage outage = judge(good(40) + bad(5), k_onset, at(3950ms));
  CHECK_FALSE(outage.observed);
  CHECK(outage.bad_time == 0ms);
}

TEST_CASE("no recovery by the end: only a lower bound, from the last sample") {
  SUBCASE("bad to the end") {
    const Outage outage = judge(good(11) + bad(20));
    CHECK_FALSE(outage.recovered);
    CHECK_FALSE(outage.stable_until);
    CHECK(outage.rto == Interval{1990ms, std::nullopt});
    CHECK(outage.length == Interval{1850ms, std::nullopt});
    CHECK(outage.bad_time == 2s);
  }
  SUBCASE("good again, but not for long enough: the outage is as long as was seen") {
    const Outage outage = judge(good(11) + bad(3) + good(5));
    CHECK(outage.rto == Interval{790ms, std::nullopt});
    CHECK(outage.length == Interval{150ms, std::nullopt});
  }
}

TEST_CASE("no bad sample: the RTO is at most the longest gap between good ones after the onset") {
  const Outage outage = judge(good(15) + "  " + good(20));
  CHECK_FALSE(outage.observed);
  CHECK_FALSE(outage.began);
  CHECK_FALSE(outage.recovered);
  CHECK(outage.rto == Interval{0ms, 305ms});
  CHECK(outage.length == Interval{});
  SUBCASE("a gap before the onset does not count") {
    CHECK(judge("..    " + good(30)).rto == Interval{0ms, 105ms});
  }
}

TEST_CASE("no sample after the onset: nothing is known") {
  for (const std::string& picture : {std::string{}, good(5)}) {
    const Outage outage = judge(picture);
    CHECK(outage.stale);
    CHECK_FALSE(outage.observed);
    CHECK(outage.rto == Interval{});
  }
}

TEST_CASE("without a good sample before it the outage has no known beginning") {
  const Outage outage = judge(bad(15) + good(30), Moment{at(0ms), at(1ms)});
  CHECK(outage.observed);
  CHECK_FALSE(outage.began);
  CHECK(outage.recovered == Moment{at(1400ms), at(1505ms)});
  CHECK(outage.length == Interval{1350ms, std::nullopt});
  CHECK(outage.rto == Interval{1399ms, 1505ms});
}

TEST_CASE("a relapse while the fault is in force moves the recovery behind it") {
  const std::string picture = good(11) + bad(3) + good(40) + bad(4) + good(30);
  const Outage outage = judge(picture);
  CHECK(outage.recovered == Moment{at(5700ms), at(5805ms)});
  CHECK(outage.relapses == 0);
  CHECK(outage.bad_time == 700ms);
  SUBCASE("a later one is counted") {
    const Outage later = judge(picture, k_onset, k_open_end, at(5000ms));
    CHECK(later.recovered == Moment{at(1300ms), at(1405ms)});
    CHECK(later.relapses == 1);
    CHECK(later.bad_time == 700ms);
  }
  SUBCASE("one that never ends leaves no recovery") {
    CHECK_FALSE(judge(good(11) + bad(3) + good(40) + bad(40)).recovered);
  }
  SUBCASE("two later ones are two") {
    const Outage later = judge(picture + bad(3) + good(30), k_onset, k_open_end, at(5000ms));
    CHECK(later.relapses == 2);
  }
}

TEST_CASE("a bad sample within the availability is no relapse") {
  const OutageRule rule{k_every, 30s, 0.99};
  const Samples samples = draw(good(11) + bad(3) + good(320) + "x" + good(320));
  const Outage outage = find_outage(samples, k_onset, rule, k_open_end);
  CHECK(outage.recovered == Moment{at(1300ms), at(1405ms)});
  CHECK(outage.relapses == 0);
  CHECK(outage.bad_time == 400ms);
}

TEST_CASE("the last samples are no relapse by being few") {
  const OutageRule rule{k_every, 30s, 0.99};
  const Samples samples = draw(good(11) + bad(3) + good(400) + "xx");
  CHECK(find_outage(samples, k_onset, rule, k_open_end).recovered->low == at(1300ms));
}

TEST_CASE("an onset later than the outage gives a low of zero") {
  CHECK(judge(good(11) + bad(2) + good(30), Moment{at(1120ms), at(1600ms)}).rto.low == 0ms);
}

TEST_CASE("a million samples are judged in time that grows with their number only") {
  const OutageRule rule{1ms, 5s, 0.99};
  Samples samples(1'000'000);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i].intended = samples[i].sent = at(i * 1ms);
    samples[i].done = samples[i].sent + 1ms;
    samples[i].good = i % 40 != 0 || i > 900'000;
  }
  const std::clock_t began = std::clock();  // CPU time: the machine may be busy
  const Outage outage = find_outage(samples, Moment{at(1s), at(1s)}, rule, k_open_end);
  // Well within a second, but for a sanitizer; by the square of the number it would be hours.
  CHECK(std::clock() - began < 5 * CLOCKS_PER_SEC);
  CHECK(outage.recovered);
  CHECK(outage.bad_time > 20s);
}

TEST_CASE("a window tells the share of good samples, their latency and their longest gap") {
  const Window window = look_at(draw(good(10) + "x" + good(9)), at(500ms), at(1500ms));
  CHECK(window.count == 10);
  CHECK(window.good == 9);
  CHECK(window.p50 == 5ms);
  CHECK(window.p99 == 5ms);
  CHECK(window.longest_gap == 205ms);
  SUBCASE("the end is not part of it, and nothing gives zeros") {
    CHECK(look_at(draw(good(10)), at(500ms), at(600ms)).count == 1);
    CHECK(look_at(draw(good(10)), at(5s), at(6s)).count == 0);
    CHECK(look_at({}, at(0s), at(6s)).p99 == 0ms);
  }
}

TEST_CASE("latency counts from the intended time, so that our own lag is not hidden") {
  Samples samples = draw("..");
  samples[0].intended -= 20ms;
  CHECK(look_at(samples, at(0s), at(1s)).p99 == 25ms);
}

TEST_CASE("the lag's quantiles are by nearest rank") {
  Samples samples(100);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i].sent = samples[i].intended + (i + 1) * 1ms;
  }
  CHECK(lag_quantile(samples, 0.5) == 50ms);
  CHECK(lag_quantile(samples, 0.99) == 99ms);
  CHECK(lag_quantile(samples, 1.0) == 100ms);
  CHECK(lag_quantile(samples, 0.0) == 1ms);
  CHECK(lag_quantile({}, 0.5) == 0ms);
}
