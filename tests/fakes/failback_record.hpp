// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/fakes/sample_record.hpp"

/// The sample run with a way back behind it: region A is rebuilt, B stopped, A promoted, traffic
/// returned, all counted once more.
namespace gameday::fakes {

/// What may differ from the failback that goes well.
struct SampleFailback {
  Duration writes_later = 0ms;  ///< the ledger comes back so much later than the probe
  std::size_t stranded = 0;     ///< writes in doubt that the old primary alone has
  std::size_t lost = 0;         ///< of the last writes acknowledged before clients feel it
  std::string closed_gate;      ///< one that was closed: nothing was shifted
  std::string word = "kept";    ///< what becomes of the stranded writes
};

/// Adds the failback to a record that ended well. Deterministic.
class FailbackRecord {
 public:
  explicit FailbackRecord(const SampleFailback& what) : m_what(what), m_record(met_record()) {}

  Record build() {
    define();
    take_off_the_end();
    tell_gates_and_rebuilding();
    if (m_what.closed_gate.empty()) tell_switch();
    tell_end();
    std::ranges::stable_sort(m_record.events, {}, &Event::at);
    return std::move(m_record);
  }

 private:
  void tell(Duration after, EventBody body) {
    m_record.events.push_back({m_began + after, std::move(body)});
  }
  void step(Duration from, Duration to, const char* name) {
    tell(from, events::StepMoved{name, events::StepState::started, "gameday", ""});
    tell(to, events::StepMoved{name, events::StepState::done, "gameday", ""});
  }

  void define() {
    Drill& drill = m_record.definition.drill;
    drill.ends = "failed-back";
    FailbackSpec& failback = drill.failback.emplace();
    failback.objectives.rto = 10s;
    failback.objectives.rpo["ledger"] = 0s;
    for (const std::string kind : {"reachable", "reconciled", "caught_up"}) {
      failback.gates.push_back({.name = kind, .kind = kind, .params = {}});
    }
    Runbook& back = m_record.definition.failback;
    back.title = "Back to region A";
    back.steps = {{"rewind-a", "command", "dba", "", 5s, false, {}},
                  {"stop-b", "command", "dba", "", 5s, false, {}, true},
                  {"promote-a", "sql", "dba", "", 5s, true, {}},
                  {"return-traffic", "traffic", "sre", "", 5s, false, {}}};
    m_record.failback_sha256 = std::string(64, 'f');
  }

  void take_off_the_end() {
    drop_events<events::Finished>(m_record);
    drop_events<events::Reverted>(m_record);
    std::erase_if(m_record.events, [&](const Event& event) {
      const auto* entered = std::get_if<events::StageEntered>(&event.body);
      if (entered == nullptr || entered->stage != Stage::verify) return false;
      m_began = event.at;
      return true;
    });
  }

  void tell_gates_and_rebuilding() {
    tell(0ms, events::StageEntered{Stage::fail_back});
    LedgerRecord& ledger = m_record.ledgers.at("orders");
    auto& isolated = *std::ranges::find_if(ledger.readings, [](const LedgerReading& reading) {
      return reading.about.reading == events::Reading::isolated;
    });
    std::size_t left = m_what.stranded;
    for (const Write& write : ledger.writes) {
      if (left == 0 || write.result != WriteResult::in_doubt) continue;
      isolated.ids.push_back(write.id);
      --left;
    }
    isolated.about.count = isolated.ids.size();
    const bool any = m_what.stranded > 0;
    tell(10ms, events::Reconciled{"orders", m_what.stranded, any ? m_what.word : "",
                                  any ? "the drill" : "",
                                  any && m_what.word == "kept" ? "stranded/orders.json" : "", ""});
    for (const std::string gate : {"reachable", "reconciled", "caught_up"}) {
      const bool closed = gate == m_what.closed_gate;
      tell(gate == "caught_up" ? 460ms : 20ms,
           events::GateLooked{gate, closed ? GateState::closed : GateState::open,
                              closed ? "catchup, 4096 bytes behind" : ""});
      if (closed && gate != "caught_up") return;
    }
    step(50ms, 450ms, "rewind-a");
  }

  void tell_switch() {
    step(500ms, 610ms, "stop-b");
    tell(600ms, events::ChangeMoved{"step.stop-b", ChangeState::applied, m_began + 502ms,
                                    m_began + 600ms, ""});
    step(611ms, 760ms, "promote-a");
    step(761ms, 790ms, "return-traffic");
    sample_more();
    write_more();
    tell(7s, events::WritersSettled{});
  }

  [[nodiscard]] bool is_down(Instant at, Duration later) const {
    return at > m_began + 505ms && at < m_began + 800ms + later;
  }

  [[nodiscard]] Sample sample(Instant at, bool down) const {
    Sample made;
    made.intended = at;
    made.sent = at + 150us;
    made.good = !down;
    made.done = made.sent + (down ? 3ms : 2ms);
    made.error = down ? "connection refused" : "";
    if (!down) made.region = at > m_began + 700ms ? "region-a" : "region-b";
    return made;
  }

  void sample_more() {
    for (const ProbeSpec& probe : m_record.definition.drill.probes) {
      Samples& samples = m_record.probes[probe.name];
      for (Instant at = samples.back().intended + probe.every; at < m_began + 7200ms;
           at += probe.every) {
        samples.push_back(sample(at, probe.judge && is_down(at, 0ms)));
      }
    }
  }

  void write_more() {
    LedgerRecord& ledger = m_record.ledgers.at("orders");
    std::int64_t id = ledger.writes.back().id + 1;
    std::vector<std::int64_t> ids;
    std::vector<std::int64_t> before;
    for (Instant at = m_began + 20ms; at < m_began + 6980ms; at += 10ms) {
      const Sample as = sample(at, is_down(at, m_what.writes_later));
      Write write{id, as.intended, as.sent, as.done, WriteResult::acknowledged, as.region, ""};
      if (!as.good) {
        write.result = WriteResult::refused;
        write.error = as.error;
      } else {
        (at < m_began + 500ms ? before : ids).push_back(id);
      }
      ++id;
      ledger.writes.push_back(write);
    }
    before.resize(before.size() - std::min(before.size(), m_what.lost));
    LedgerReading made{{"orders", events::Reading::after_failback, "db-a", true, 0, {"db-a"}, ""},
                       ledger.readings.back().ids};
    made.ids.insert(made.ids.end(), before.begin(), before.end());
    made.ids.insert(made.ids.end(), ids.begin(), ids.end());
    made.about.count = made.ids.size();
    tell(7100ms, made.about);
    ledger.readings.push_back(std::move(made));
  }

  void tell_end() {
    const bool back = m_what.closed_gate.empty();
    tell(7200ms, events::StageEntered{Stage::verify});
    tell(7290ms, events::Reverted{});
    tell(7300ms, events::Finished{back ? "failed-back" : "failed-over", true, false, false, {}});
  }

  SampleFailback m_what;
  Record m_record;
  Instant m_began{};
};

inline Record failback_record(const SampleFailback& what = {}) {
  return FailbackRecord{what}.build();
}

}  // namespace gameday::fakes
