// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>

#include "drills/record/record.hpp"
#include "tests/fakes/sample_definition.hpp"

/// A whole run in memory, as the runner would have recorded it: region A is cut 6 s after the
/// start, clients time out, region B is promoted, traffic shifted, all is counted, fenced, healed,
/// counted.
namespace gameday::fakes {

using namespace std::chrono_literals;

/// What may differ from the drill that goes well.
struct SampleRun {
  std::optional<Duration> recovers = 3200ms;  ///< after the onset; null = never by itself
  std::size_t lost = 0;                       ///< of the last writes acknowledged before the onset
  ProofResult proof = ProofResult::confirmed;
  bool bites = true;             ///< clients notice
  Duration latency_after = 2ms;  ///< of the answers from region B
};

inline constexpr Instant k_run_start{std::chrono::seconds{1000}};
inline Instant run_time(Duration since_start) { return k_run_start + since_start; }

/// Builds the record of one run. Deterministic.
class SampleRecord {
 public:
  explicit SampleRecord(const SampleRun& run)
      : m_run(run), m_back(m_onset.high + run.recovers.value_or(16s)) {
    m_counted = m_back + 5200ms;
    m_lifted = m_counted + 800ms;
    m_end = m_lifted + 5700ms;
  }

  Record build() {
    m_record.definition = sample_definition();
    m_record.run = "region_blackhole/20261123T100000Z-1a2b3c4d";
    m_record.drill_sha256 = std::string(64, 'd');
    m_record.inventory_sha256 = std::string(64, 'e');
    m_record.runbook_sha256 = std::string(64, 'b');
    m_record.plan_sha256 = std::string(64, 'a');
    m_record.record_sha256 = std::string(64, 'c');
    tell_opening();
    tell_failover();
    tell_closing();
    tell_each_second();
    std::ranges::stable_sort(m_record.events, {}, &Event::at);
    sample_probes();
    write_ledger();
    read_ledger();
    return std::move(m_record);
  }

 private:
  void tell(Instant at, EventBody body) { m_record.events.push_back({at, std::move(body)}); }
  void stage(Instant at, Stage stage) { tell(at, events::StageEntered{stage}); }
  void step(Instant at, const char* name, events::StepState state) {
    tell(at, events::StepMoved{name, state, "gameday", ""});
  }

  void tell_opening() {
    tell(k_run_start, events::Started{"1a2b3c4d",
                                      "region_blackhole",
                                      "0.1.0",
                                      "boot",
                                      "ann",
                                      "2026-11-23T10:00:00Z",
                                      {"lab:world"}});
    stage(k_run_start, Stage::preflight);
    tell(run_time(100ms), events::PreflightDone{true, {}});
    stage(run_time(100ms), Stage::baseline);
    tell(run_time(500ms), events::Prepared{});
    tell(run_time(5990ms), events::BaselineJudged{true, "region-a", {}, 2.0, 2.6});
    stage(run_time(5990ms), Stage::inject);
    tell(m_onset.high + 1ms,
         events::FaultApplied{"region_blackhole", "region_blackhole", "region-a", m_onset, ""});
    stage(m_onset.high + 1ms, Stage::prove);
    tell(m_onset.high + 300ms,
         events::FaultProven{"region_blackhole",
                             m_run.proof,
                             {"from outside: 10.77.1.10:5432 timed out (confirmed)"}});
    stage(m_onset.high + 300ms, Stage::watch);
  }

  void tell_failover() {
    if (!m_run.bites) return;
    tell(run_time(6510ms), events::InstrumentTurned{"shop", false, run_time(6010ms)});
    if (!m_run.recovers) return;
    stage(run_time(7015ms), Stage::fail_over);
    step(run_time(7015ms), "promote-b", events::StepState::started);
    const Instant promoted = run_time(7015ms) + (m_back - run_time(7015ms)) / 2;
    step(promoted, "promote-b", events::StepState::done);
    step(promoted + 1ms, "shift-traffic", events::StepState::started);
    step(m_back - 5ms, "shift-traffic", events::StepState::done);
    stage(m_back - 5ms, Stage::recover);
    tell(m_back + 4ms, events::InstrumentTurned{"shop", true, m_back});
    tell(m_back + 5050ms, events::InstrumentRecovered{"shop", m_back + 3ms});
  }

  void tell_closing() {
    stage(m_counted - 50ms, Stage::count);
    tell(m_counted, events::WritersSettled{});
    if (m_run.recovers) {
      stage(m_counted + 200ms, Stage::fence);
      step(m_counted + 210ms, "stop-old-primary", events::StepState::started);
      step(m_counted + 700ms, "stop-old-primary", events::StepState::done);
    }
    stage(m_lifted - 10ms, Stage::heal);
    tell(m_lifted - 5ms,
         events::CountersRead{"region_blackhole", {{"in", 841, 50460}, {"out", 12, 720}}});
    tell(m_lifted + 10ms,
         events::FaultLifted{"region_blackhole", {m_lifted, m_lifted + 8ms}, "gameday", ""});
    stage(m_lifted + 10ms, Stage::settle);
    if (m_run.recovers) {
      tell(m_lifted + 5050ms, events::FenceSeen{"stop-old-primary", true, ""});
    }
    stage(m_lifted + 5060ms, Stage::count_again);
    tell(m_lifted + 5200ms, events::WritersSettled{});
    stage(m_lifted + 5400ms, Stage::verify);
    tell(m_end - 10ms, events::Reverted{});
    tell(m_end,
         events::Finished{m_run.recovers ? "failed-over" : "restored", true, false, false, {}});
  }

  void tell_each_second() {
    const WallTime wall = parse_utc("2026-11-23T10:00:00Z").value();
    for (Instant at = k_run_start; at < m_end; at += 1s) {
      tell(at, events::ClockPair{wall + (at - k_run_start), 0.01, 0.2});
    }
  }

  [[nodiscard]] bool is_down(Instant at) const {
    return m_run.bites && at > m_onset.low && at < (m_run.recovers ? m_back : m_lifted);
  }
  [[nodiscard]] bool in_b(Instant at) const { return m_run.recovers && at >= m_back; }

  /// A latency that varies a little, the same in every run.
  [[nodiscard]] Duration latency(Instant at) const {
    const auto wobble = Duration{(to_ns(at) / 1'000'000 * 7919) % 600'000};
    return (in_b(at) ? m_run.latency_after : Duration{2ms}) + wobble;
  }

  Sample sample(Instant at, Duration timeout, bool down) const {
    Sample made;
    made.intended = at;
    made.sent = at + 150us;
    made.good = !down;
    made.done = made.sent + (down ? timeout : latency(at));
    made.code = down ? 0 : 200;
    made.error = down ? "timed out" : "";
    if (!down) made.region = in_b(at) ? "region-b" : "region-a";
    return made;
  }

  void sample_probes() {
    for (const ProbeSpec& probe : m_record.definition.drill.probes) {
      Samples& samples = m_record.probes[probe.name];
      for (Instant at = run_time(500ms); at < m_end - 300ms; at += probe.every) {
        const bool down = probe.judge && is_down(at + 150us);
        samples.push_back(sample(at, probe.timeout, down));
        if (!probe.judge) samples.back().region = "region-b";
      }
    }
  }

  void write_ledger() {
    std::int64_t id = 1;
    LedgerRecord& ledger = m_record.ledgers["orders"];
    for (Instant at = run_time(500ms); at < m_end - 600ms; at += 10ms) {
      const bool settling = at > m_counted - 20ms && at < m_counted + 200ms;
      if (settling || at > m_lifted + 5190ms - 10ms) continue;
      const Sample as = sample(at, 500ms, is_down(at + 150us));
      Write write{id++, as.intended, as.sent, as.done, WriteResult::acknowledged, as.region, ""};
      if (!as.good) {
        write.result = WriteResult::in_doubt;
        write.error = "timed out";
      }
      // What had not ended when the writers were to stop has been given up by then.
      if (at < m_counted) write.done = std::min(write.done, m_counted - 1ms);
      write.done = std::min(write.done, m_lifted + 5199ms);
      ledger.writes.push_back(write);
    }
  }

  std::vector<std::int64_t> surviving(Instant until) const {
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> before;
    for (const Write& write : m_record.ledgers.at("orders").writes) {
      if (write.sent > until || write.result != WriteResult::acknowledged) continue;
      (write.done <= m_onset.low ? before : ids).push_back(write.id);
    }
    before.resize(before.size() - std::min(before.size(), m_run.lost));
    before.insert(before.end(), ids.begin(), ids.end());
    return before;
  }

  void read_one(events::Reading reading, Instant at, const char* node, Instant until) {
    LedgerReading made{{"orders", reading, node, true, 0, {node}, ""}, surviving(until)};
    made.about.count = made.ids.size();
    const auto later = std::ranges::upper_bound(m_record.events, at, {}, &Event::at);
    m_record.events.insert(later, Event{at, made.about});
    m_record.ledgers["orders"].readings.push_back(std::move(made));
  }

  void read_ledger() {
    const char* node = m_run.recovers ? "db-b" : "db-a";
    if (m_run.recovers) {
      read_one(events::Reading::isolated, m_counted + 205ms, "db-a", m_onset.low);
    }
    read_one(events::Reading::after_failover, m_counted + 150ms, node, m_counted);
    read_one(events::Reading::after_heal, m_lifted + 5350ms, node, m_lifted + 5200ms);
  }

  SampleRun m_run;
  Moment m_onset{run_time(6001ms), run_time(6004ms)};
  Instant m_back;     ///< clients are served again
  Instant m_counted;  ///< the writers have stopped for the first reading
  Instant m_lifted;
  Instant m_end;
  Record m_record;
};

inline Record sample_record(const SampleRun& run = {}) { return SampleRecord{run}.build(); }

/// Region B took over in time and nothing is lost.
inline Record met_record() { return sample_record(); }
/// It took longer than the target, and acknowledged writes are gone.
inline Record missed_record() { return sample_record({.recovers = 12400ms, .lost = 7}); }
/// All went well, but nothing shows that the fault bit.
inline Record unknown_record() { return sample_record({.proof = ProofResult::inconclusive}); }

/// The first event of a kind. There must be one.
template <class T>
T& find_event(Record& record) {
  for (Event& event : record.events) {
    if (T* found = std::get_if<T>(&event.body)) return *found;
  }
  throw std::out_of_range{"no such event"};
}

/// Takes out every event of a kind that `which` picks; all by default.
template <class T>
void drop_events(Record& record, const std::function<bool(const T&)>& which = {}) {
  std::erase_if(record.events, [&](const Event& event) {
    const T* found = std::get_if<T>(&event.body);
    return found != nullptr && (!which || which(*found));
  });
}

/// Changes every sample of a probe.
inline void each_sample(Record& record, const std::string& probe,
                        const std::function<void(Sample&)>& change) {
  for (Sample& sample : record.probes.at(probe)) change(sample);
}

}  // namespace gameday::fakes
