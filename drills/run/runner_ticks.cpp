// SPDX-License-Identifier: Apache-2.0
// What the runner does by the clock: heartbeats, recoveries, words to stop, the record of the
// clocks.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "drills/measure/outage.hpp"
#include "drills/run/preflight.hpp"
#include "drills/run/proving.hpp"
#include "drills/run/runner.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr Duration k_worst_lag = 500ms;

std::string first_line(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

std::optional<Duration> period_of(const Plan& plan, const std::string& instrument) {
  for (const ProbeSpec& probe : plan.drill().probes) {
    if (probe.name == instrument) return probe.every;
  }
  for (const LedgerSpec& ledger : plan.drill().ledgers) {
    if (ledger.name == instrument) return ledger.every;
  }
  return std::nullopt;
}

}  // namespace

void Runner::tick() {
  if (m_keeper) {
    m_keeper->beat();
    if (const std::string lost = m_keeper->lost(); !lost.empty() && !m_keeper_lost_told) {
      m_keeper_lost_told = true;
      feed({.at = now(), .body = events::KeeperLost{lost}});
    }
  }
  look_for_stops();
  look_at_policy();
  if (now() >= m_next_look) {
    m_next_look = now() + 200ms;
    look_for_recoveries();
  }
  if (now() >= m_next_second) {
    m_next_second = now() + 1s;
    each_second();
  }
  feed({.at = now(), .body = events::Tick{}});
}

void Runner::look_for_recoveries() {
  const bool over = m_state.stage >= Stage::watch && m_state.stage <= Stage::recover;
  const bool back = m_state.stage == Stage::fail_back && m_state.failback;
  if (!over && !back) return;
  const std::optional<Moment> onset = back ? m_state.failback->onset : m_state.onset;
  if (!onset) return;
  for (const std::string& name : judged_instruments(plan())) {
    const auto health = m_state.instruments.find(name);
    if (health != m_state.instruments.end() && health->second.recovered) continue;
    const std::optional<Duration> every = period_of(plan(), name);
    if (!every) continue;
    const OutageRule rule{.every = *every,
                          .stable_for = std::max<Duration>(plan().drill().stable_for, *every * 20),
                          .availability = plan().drill().availability};
    const Samples samples = m_series->of(name, onset->low - 5s);
    const Outage outage = find_outage(samples, *onset, rule, now());
    if (!outage.recovered || !outage.stable_until || *outage.stable_until > now()) continue;
    feed({.at = now(), .body = events::InstrumentRecovered{name, outage.recovered->high}});
  }
}

void Runner::look_at_policy() {
  if (!m_policy) return;
  for (EventBody& told : m_policy->look(now())) feed({.at = now(), .body = std::move(told)});
}

/// What the last samples decide is on record too, though nobody acts on it any more.
void Runner::tell_last_of_policy() {
  if (!m_policy) return;
  for (const EventBody& told : m_policy->finish()) tell(told);
}

std::optional<events::AbortAsked> Runner::stop_wanted() const {
  if (m_setup.stop_asked) {
    if (auto asked = m_setup.stop_asked()) return asked;
  }
  std::error_code ignored;
  for (const auto& file : {abort_file(m_folder), halt_file(m_setup.home)}) {
    // Before the preflight's answer a halt is a refusal, which the preflight tells.
    if (file == halt_file(m_setup.home) && m_state.stage == Stage::preflight) continue;
    if (!std::filesystem::exists(file, ignored)) continue;
    const std::string by = file == abort_file(m_folder) ? "operator" : "halt";
    return events::AbortAsked{.by = by, .why = first_line(file)};
  }
  return std::nullopt;
}

void Runner::look_for_stops() {
  if (m_state.abort || m_state.finished) return;
  const std::optional<events::AbortAsked> wanted = stop_wanted();
  if (!wanted) return;
  // What waits for the world or for a person is not waited for any longer.
  m_stopping = true;
  m_setup.world.prompt.cancel();
  feed({.at = now(), .body = *wanted});
}

void Runner::each_second() {
  Duration lag{0};
  const Instant since = now() - 1s;
  for (const std::string& name : m_series->instruments()) {
    lag = std::max(lag, lag_quantile(m_series->of(name, since), 0.99));
  }
  feed({.at = now(),
        .body = events::ClockPair{.wall = m_setup.world.clock.wall(),
                                  .steal = m_load.steal_since_last(),
                                  .lag_p99_ms = to_seconds(lag) * 1000}});
  for (const PlannedFault& fault : plan().faults) {
    const auto progress = m_state.faults.find(fault.spec.name);
    if (progress == m_state.faults.end() || progress->second.phase != FaultPhase::in_force) {
      continue;
    }
    work([this, &fault]() -> EventBody { return read_counters(m_world->performer, fault); });
  }
  Vitals vitals = read_vitals(m_folder);
  vitals.lag = lag;
  if (const std::string failing = m_vitals.failing(vitals); !failing.empty()) {
    post(events::AbortAsked{.by = "guard", .why = failing});
  }
  if (lag > k_worst_lag) {
    post(events::Deviation{"the sampler lagged " + format_duration(lag)});
  }
}

}  // namespace gameday
