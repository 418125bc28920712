// SPDX-License-Identifier: Apache-2.0
// What must hold of every decision, whatever the policy and the signals. Health is worked out here
// a second time, slowly and from its definition.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "drills/policy/gauge.hpp"
#include "tests/drills/policy/random_signals.hpp"

using namespace gameday;
using namespace gameday::policies;

namespace {

constexpr std::uint64_t k_cases = 60;

/// The health of one layer, or of what one veto looks at, from each instant on.
using History = std::map<Instant, Health>;

History history_of(const GaugeSpec& spec, const std::string& region,
                   const std::vector<HealthSignal>& signals) {
  std::vector<HealthSignal> own;
  std::set<Instant> instants;
  const auto names = spec.probes.find(region);
  if (names == spec.probes.end()) return {};
  for (const HealthSignal& signal : signals) {
    if (std::ranges::find(names->second, signal.instrument) == names->second.end()) continue;
    own.push_back(signal);
    instants.insert({signal.at, signal.at + spec.window, signal.at + spec.stale_after});
  }
  History history;
  const Duration longest = std::max(spec.window, spec.stale_after);
  std::size_t first = 0;
  Health health = Health::unknown;
  for (const Instant now : instants) {
    std::int64_t bad = 0;
    std::int64_t count = 0;
    bool fresh = false;
    while (first < own.size() && own[first].at <= now - longest) ++first;
    for (std::size_t i = first; i < own.size() && own[i].at <= now; ++i) {
      const HealthSignal& signal = own[i];
      fresh = fresh || signal.at > now - spec.stale_after;
      if (signal.at <= now - spec.window) continue;
      ++count;
      bad += signal.good ? 0 : 1;
    }
    if (bad * 1'000'000 > spec.down_above_ppm * count) health = Health::down;
    if (bad * 1'000'000 < spec.up_below_ppm * count) health = Health::up;
    if (!fresh) health = Health::unknown;
    history[now] = health;
  }
  return history;
}

Health at(const History& history, Instant now) {
  const auto after = history.upper_bound(now);
  return after == history.begin() ? Health::unknown : std::prev(after)->second;
}

/// One policy with its signals, and what is true of them.
struct Case {
  explicit Case(std::uint64_t seed) : dice{seed}, policy{random_policy(dice)} {
    signals = random_signals(dice);
    made = decide(policy, signals, k_origin);
  }

  Dice dice;
  PolicySpec policy;
  std::vector<HealthSignal> signals;
  Decisions made;
};

/// Enough layers are down, the necessary ones among them.
bool is_down(const Case& one, const std::map<std::string, History>& layers, Instant now) {
  std::set<std::string> down;
  for (const auto& [name, history] : layers) {
    if (at(history, now) == Health::down) down.insert(name);
  }
  return static_cast<std::int64_t>(down.size()) >= one.policy.at_least &&
         std::ranges::all_of(one.policy.necessary,
                             [&](const std::string& layer) { return down.contains(layer); });
}

std::vector<Instant> times_of(const Decisions& made) {
  std::vector<Instant> times;
  for (const PolicyShift& shift : made.shifts) times.push_back(shift.at);
  return times;
}

/// Not later, and not "never" where the other one decided.
bool not_later(const Decisions& made, const Decisions& than) {
  if (than.shifts.empty()) return true;
  return !made.shifts.empty() && made.shifts[0].at <= than.shifts[0].at;
}

bool tells_of_a(const HealthSignal& signal) { return signal.instrument.ends_with("-a"); }

}  // namespace

TEST_CASE(
    "it never decides unless enough layers, the necessary ones among them, were down all the "
    "hold long") {
  std::size_t shifts = 0;
  for (std::uint64_t seed = 1; seed <= k_cases; ++seed) {
    CAPTURE(seed);
    const Case one{seed};
    for (const PolicyShift& shift : one.made.shifts) {
      ++shifts;
      CHECK(shift.at - shift.since >= one.policy.hold);
      std::map<std::string, History> layers;
      std::set<Instant> instants{shift.since, shift.at};
      for (const auto& [name, spec] : one.policy.layers) {
        layers[name] = history_of(spec, shift.from, one.signals);
        for (const auto& [instant, health] : layers[name]) {
          if (instant > shift.since && instant < shift.at) instants.insert(instant);
        }
      }
      for (const Instant instant : instants) CHECK(is_down(one, layers, instant));
    }
  }
  CHECK(shifts > k_cases / 3);  // else it was shown of nothing
}

TEST_CASE("it never decides for a region that is not known to be up, nor against a veto") {
  for (std::uint64_t seed = 1; seed <= k_cases; ++seed) {
    CAPTURE(seed);
    const Case one{seed};
    for (const PolicyShift& shift : one.made.shifts) {
      for (const auto* group : {&one.policy.layers, &one.policy.vetoes}) {
        for (const auto& [name, spec] : *group) {
          CHECK(at(history_of(spec, shift.to, one.signals), shift.at) == Health::up);
        }
      }
    }
  }
}

TEST_CASE("it decides at the first instant at which it may") {
  std::size_t looked_at = 0;
  for (std::uint64_t seed = 1; seed <= k_cases; ++seed) {
    CAPTURE(seed);
    const Case one{seed};
    std::map<std::string, History> from;
    std::vector<History> others;
    std::set<Instant> instants;
    for (const auto* group : {&one.policy.layers, &one.policy.vetoes}) {
      for (const auto& [name, spec] : *group) {
        others.push_back(history_of(spec, "b", one.signals));
        if (group == &one.policy.layers) from[name] = history_of(spec, "a", one.signals);
      }
    }
    for (const auto& [name, history] : from) {
      for (const auto& [instant, health] : history) {
        instants.insert({instant, instant + one.policy.hold});
      }
    }
    for (const History& history : others) {
      for (const auto& [instant, health] : history) instants.insert(instant);
    }
    std::optional<Instant> since;
    std::optional<Instant> first;
    for (const Instant now : instants) {
      if (now > one.signals.back().at) break;
      since = is_down(one, from, now) ? since.value_or(now) : std::optional<Instant>{};
      const bool up = std::ranges::all_of(
          others, [&](const History& history) { return at(history, now) == Health::up; });
      if (!since || now - *since < one.policy.hold || !up) continue;
      first = now;
      break;
    }
    looked_at += first ? 1 : 0;
    CHECK(first == (one.made.shifts.empty() ? std::nullopt : std::optional{one.made.shifts[0].at}));
  }
  CHECK(looked_at > k_cases / 4);
}

TEST_CASE("it never shifts twice within the cool-down, nor too often within a time") {
  std::size_t pairs = 0;
  for (std::uint64_t seed = 1; seed <= k_cases; ++seed) {
    CAPTURE(seed);
    const Case one{seed};
    const auto& shifts = one.made.shifts;
    const auto most = static_cast<std::size_t>(one.policy.most_shifts);
    for (std::size_t i = 1; i < shifts.size(); ++i) {
      ++pairs;
      CHECK(shifts[i].at - shifts[i - 1].at >= one.policy.cool_down);
      CHECK(shifts[i].from == shifts[i - 1].to);
      if (i >= most) CHECK(shifts[i].at - shifts[i - most].at >= one.policy.shifts_within);
    }
  }
  CHECK(pairs > 2);
}

TEST_CASE("more bad samples of the region that serves never make it decide later") {
  std::size_t sooner = 0;
  for (std::uint64_t seed = 1; seed <= k_cases; ++seed) {
    CAPTURE(seed);
    Case one{seed};
    std::vector<HealthSignal> turned = one.signals;
    for (HealthSignal& signal : turned) {
      if (tells_of_a(signal) && signal.instrument != "lag-a" && one.dice.chance(10)) {
        signal.good = false;
      }
    }
    const Decisions with_turned = decide(one.policy, turned, k_origin);
    CHECK(not_later(with_turned, one.made));

    std::vector<HealthSignal> more = one.signals;
    for (const char* name : {"app-a", "db-a", "net-a"}) {
      const Instant from = time(one.dice.ms(0, 25'000));
      for (int i = 0; i < 20; ++i) more.push_back({from + i * 70ms, name, {}, false});
    }
    std::ranges::stable_sort(more, {}, &HealthSignal::at);
    CHECK(not_later(decide(one.policy, more, k_origin), one.made));
    sooner += times_of(with_turned) == times_of(one.made) ? 0 : 1;
  }
  CHECK(sooner > 5);
}

TEST_CASE("the same signals give the same decision, in whatever order those of one instant come") {
  for (std::uint64_t seed = 1; seed <= k_cases; ++seed) {
    CAPTURE(seed);
    const Case one{seed};
    const Decisions again = decide(one.policy, one.signals, k_origin);
    REQUIRE(again.lines.size() == one.made.lines.size());
    for (std::size_t i = 0; i < again.lines.size(); ++i) {
      CHECK(again.lines[i].at == one.made.lines[i].at);
      CHECK(again.lines[i].text == one.made.lines[i].text);
    }
    std::vector<HealthSignal> turned_over(one.signals.rbegin(), one.signals.rend());
    std::ranges::stable_sort(turned_over, {}, &HealthSignal::at);
    CHECK(times_of(decide(one.policy, turned_over, k_origin)) == times_of(one.made));
  }
}

TEST_CASE("a decision depends on no clock: signals that come later are decided later by as much") {
  constexpr Duration k_later{1'234'567'891};
  for (std::uint64_t seed = 1; seed <= k_cases; ++seed) {
    CAPTURE(seed);
    const Case one{seed};
    std::vector<HealthSignal> later = one.signals;
    for (HealthSignal& signal : later) signal.at += k_later;
    std::vector<Instant> expected = times_of(one.made);
    for (Instant& instant : expected) instant += k_later;
    CHECK(times_of(decide(one.policy, later, k_origin)) == expected);
  }
}

TEST_CASE("unknown is never down and never healthy: without a layer's signals nothing is decided") {
  for (std::uint64_t seed = 1; seed <= k_cases; ++seed) {
    CAPTURE(seed);
    const Case one{seed};
    const auto without = [&](std::string_view instrument) {
      std::vector<HealthSignal> rest = one.signals;
      std::erase_if(rest, [&](const HealthSignal& each) { return each.instrument == instrument; });
      return decide(one.policy, rest, k_origin);
    };
    CHECK(without("app-b").shifts.empty());
    CHECK(without("net-b").shifts.empty());
    if (one.policy.vetoes.contains("lag")) CHECK(without("lag-b").shifts.empty());
    PolicySpec needed = one.policy;
    needed.necessary = {"db"};
    std::vector<HealthSignal> blind = one.signals;
    std::erase_if(blind, [](const HealthSignal& each) { return each.instrument == "db-a"; });
    CHECK(decide(needed, blind, k_origin).shifts.empty());
  }
}
