// SPDX-License-Identifier: Apache-2.0
#include "drills/run/policy_watch.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "drills/policy/replay.hpp"
#include "tests/drills/policy/random_signals.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;
using policies::Dice;
using policies::k_origin;
using policies::time;

Sample known_at(Instant at, bool good = true) {
  Sample sample;
  sample.sent = at - 1ms;
  sample.done = at;
  sample.good = good;
  return sample;
}

std::map<std::string, std::string> two_threads() {
  return {{"app-a", "world"}, {"db-a", "world"}, {"app-b", "b"}, {"db-b", "b"},
          {"lag-a", "world"}, {"lag-b", "b"},    {"other", "b"}, {"apart", "c"}};
}

std::vector<std::string> names_of(const std::vector<KnownSample>& samples) {
  std::vector<std::string> names;
  for (const KnownSample& sample : samples) names.push_back(sample.instrument);
  return names;
}

using Names = std::vector<std::string>;

TEST_CASE("what no other sample can come before any more is settled, in the order of its times") {
  SampleMerge merge(policies::sample_policy(), two_threads());
  CHECK(merge.settled(time(0s)).empty());
  merge.take("app-a", known_at(time(30ms)));
  CHECK(merge.settled(time(31ms)).empty());  // the other thread has told nothing yet
  merge.take("app-b", known_at(time(10ms)));
  merge.take("db-b", known_at(time(20ms)));
  CHECK(names_of(merge.settled(time(32ms))) == Names{"app-b"});
  merge.take("other", known_at(time(40ms)));  // not of the policy, but its thread has got so far
  CHECK(names_of(merge.settled(time(41ms))) == Names{"db-b"});
  merge.take("db-a", known_at(time(50ms)));
  CHECK(names_of(merge.settled(time(51ms))) == Names{"app-a"});
  CHECK(names_of(merge.rest()) == Names{"db-a"});
  CHECK(merge.late() == 0);
}

TEST_CASE("of one instant all come together, by the names of their instruments") {
  SampleMerge merge(policies::sample_policy(), two_threads());
  for (const char* name : {"db-b", "app-b", "db-a", "app-a"}) merge.take(name, known_at(time(5ms)));
  CHECK(merge.settled(time(6ms)).empty());
  merge.take("app-a", known_at(time(8ms)));
  merge.take("app-b", known_at(time(8ms)));
  CHECK(names_of(merge.settled(time(9ms))) == Names{"app-a", "app-b", "db-a", "db-b"});
}

TEST_CASE("what is not of the policy is left out, and its thread is not waited for") {
  SampleMerge merge(policies::sample_policy(), two_threads());
  merge.take("apart", known_at(time(1ms)));
  merge.take("nobody", known_at(time(1ms)));
  merge.take("app-a", known_at(time(5ms)));
  merge.take("app-b", known_at(time(6ms)));
  CHECK(merge.settled(time(7ms)).empty());
  CHECK(names_of(merge.rest()) == Names{"app-a", "app-b"});
}

TEST_CASE(
    "a thread that is silent for long is not waited for, and what it brings late is counted") {
  SampleMerge merge(policies::sample_policy(), two_threads());
  merge.take("app-b", known_at(time(0ms)));
  merge.take("app-a", known_at(time(500ms)));
  merge.take("app-a", known_at(time(1400ms)));
  CHECK(names_of(merge.settled(time(990ms))).empty());
  CHECK(names_of(merge.settled(time(1500ms))) == Names{"app-b", "app-a"});
  merge.take("app-b", known_at(time(300ms)));
  CHECK(merge.late() == 1);
  CHECK(names_of(merge.rest()) == Names{"app-a"});
}

/// The signals of a random run, split over two threads, handed in with one always behind.
struct Handed {
  explicit Handed(std::uint64_t seed) : dice{seed}, policy{policies::random_policy(dice)} {
    signals = policies::random_signals(dice);
    for (const char* name : {"app-a", "db-a", "net-a", "lag-a"}) threads[name] = "a";
    for (const char* name : {"app-b", "db-b", "net-b", "lag-b"}) threads[name] = "b";
  }

  /// Those of a thread that are known by then and were not handed in yet.
  void hand_in(PolicyWatch& watch, const std::string& thread, Instant until) {
    for (std::size_t& next = done[thread]; next < signals.size(); ++next) {
      const HealthSignal& signal = signals[next];
      if (signal.at > until) return;
      const std::string name{signal.instrument};
      if (threads.at(name) == thread) watch.take(name, known_at(signal.at, signal.good));
    }
  }

  Dice dice;
  PolicySpec policy;
  std::vector<HealthSignal> signals;
  std::map<std::string, std::string> threads;
  std::map<std::string, std::size_t> done;
};

TEST_CASE("live it decides exactly as on the record afterwards, however late its threads are") {
  std::size_t shifts = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    CAPTURE(seed);
    Handed run{seed};
    PolicyWatch watch{run.policy, run.threads, k_origin};
    std::vector<EventBody> told;
    const auto add = [&](std::vector<EventBody> more) {
      std::ranges::move(more, std::back_inserter(told));
    };
    for (Instant now = k_origin; now < k_origin + 31s; now += run.dice.ms(5, 300)) {
      run.hand_in(watch, "a", now - run.dice.ms(0, 400));
      run.hand_in(watch, "b", now - run.dice.ms(0, 400));
      add(watch.look(now));
    }
    run.hand_in(watch, "a", Instant::max());
    run.hand_in(watch, "b", Instant::max());
    add(watch.finish());

    const Decisions expected = decide(run.policy, run.signals, k_origin);
    std::vector<Instant> decided;
    std::vector<Instant> vetoed;
    for (const EventBody& event : told) {
      CHECK_FALSE(std::holds_alternative<events::Deviation>(event));
      if (const auto* one = std::get_if<events::PolicyDecided>(&event)) {
        decided.push_back(one->decided);
      }
      if (const auto* one = std::get_if<events::PolicyVetoed>(&event))
        vetoed.push_back(one->vetoed);
    }
    REQUIRE(decided.size() == expected.shifts.size());
    for (std::size_t i = 0; i < decided.size(); ++i) CHECK(decided[i] == expected.shifts[i].at);
    REQUIRE(vetoed.size() == expected.vetoes.size());
    for (std::size_t i = 0; i < vetoed.size(); ++i) CHECK(vetoed[i] == expected.vetoes[i].at);
    shifts += decided.size();
  }
  CHECK(shifts > 10);
}

TEST_CASE("a sampler that was too late to be waited for is told of, once") {
  PolicyWatch watch{policies::sample_policy(), two_threads(), k_origin};
  watch.take("app-b", known_at(time(0ms)));
  watch.take("app-a", known_at(time(1400ms)));
  CHECK(watch.look(time(2s)).empty());
  watch.take("app-b", known_at(time(100ms)));
  const std::vector<EventBody> told = watch.look(time(2100ms));
  REQUIRE(told.size() == 1);
  CHECK(std::holds_alternative<events::Deviation>(told[0]));
  CHECK(watch.finish().empty());
}

}  // namespace
}  // namespace gameday
