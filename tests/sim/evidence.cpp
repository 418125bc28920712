// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/evidence.hpp"

#include <algorithm>
#include <set>

namespace gameday::sim {
namespace {

using namespace std::chrono_literals;

/// The truth, asked in time order.
class Truth {
 public:
  explicit Truth(const std::vector<Turn>& turns) : m_turns(turns) {}
  bool up_at(Instant at) {
    for (; m_next < m_turns.size() && m_turns[m_next].at <= at; ++m_next) m_up = m_turns[m_next].up;
    return m_up;
  }

 private:
  const std::vector<Turn>& m_turns;
  std::size_t m_next = 0;
  bool m_up = true;
};

/// When the samplers began; null = never.
std::optional<Instant> sampled_from(const Story& story) {
  for (const Event& event : story.events) {
    const auto* prepared = std::get_if<events::Prepared>(&event.body);
    if (prepared != nullptr && prepared->error.empty()) return event.at;
  }
  return std::nullopt;
}

Sample sample_at(Truth& truth, Instant at, const Story& story) {
  Sample made;
  made.intended = at;
  made.sent = at + 150us;
  made.good = truth.up_at(made.sent + 1ms);
  made.done = made.sent + (made.good ? 2ms : k_timeout);
  made.code = made.good ? 200 : 0;
  if (!made.good) made.error = "timed out";
  const bool over = story.bitten && at > *story.bitten;
  if (made.good) made.region = over ? "region-b" : "region-a";
  return made;
}

void add_samples(Record& record, const Story& story, Instant from) {
  Truth truth{story.truth};
  Samples& samples = record.probes["shop"];
  for (Instant at = from; at < story.end; at += k_period) {
    const Sample made = sample_at(truth, at, story);
    if (made.done <= story.end) samples.push_back(made);
  }
}

bool writes_at(const Story& story, Instant at) {
  bool writes = true;
  for (const auto& [when, resumed] : story.writers) {
    if (when <= at) writes = resumed;
  }
  return writes;
}

void add_writes(Record& record, const Story& story, Instant from) {
  Truth truth{story.truth};
  std::int64_t id = 1;
  LedgerRecord& ledger = record.ledgers["orders"];
  for (Instant at = from; at < story.end; at += k_period) {
    if (!writes_at(story, at)) continue;
    const Sample as = sample_at(truth, at, story);
    if (as.done > story.end) continue;
    ledger.writes.push_back({id++, as.intended, as.sent, as.done,
                             as.good ? WriteResult::acknowledged : WriteResult::in_doubt, as.region,
                             as.error});
  }
}

/// The last that were acknowledged before the first fault bit.
std::set<std::int64_t> lost_ids(const LedgerRecord& ledger, const Story& story, std::size_t count) {
  std::vector<std::int64_t> before;
  for (const Write& write : ledger.writes) {
    const bool early = story.bitten && write.done < *story.bitten;
    if (early && write.result == WriteResult::acknowledged) before.push_back(write.id);
  }
  count = std::min(count, before.size());
  return {before.end() - static_cast<std::ptrdiff_t>(count), before.end()};
}

/// Puts the ids to the readings that the run asked for; its events and the record agree.
void add_readings(Record& record, const Script& script, const Story& story) {
  LedgerRecord& ledger = record.ledgers["orders"];
  const auto lost = lost_ids(ledger, story, script.lost);
  for (Event& event : record.events) {
    auto* read = std::get_if<events::LedgerRead>(&event.body);
    if (read == nullptr) continue;
    LedgerReading made{*read, {}};
    for (const Write& write : ledger.writes) {
      if (write.sent > event.at || write.result != WriteResult::acknowledged) continue;
      if (!lost.contains(write.id)) made.ids.push_back(write.id);
    }
    made.about.count = read->count = made.ids.size();
    ledger.readings.push_back(std::move(made));
  }
}

}  // namespace

bool is_up_at(const Story& story, Instant at) { return Truth{story.truth}.up_at(at); }

Record make_record(const Script& script, const Story& story) {
  Record record;
  record.definition = script.plan.definition;
  record.run = "simulated/20261123T100000Z-0badcafe";
  record.events = story.events;
  for (const JournalEntry& entry : story.at_death.entries) {
    if (entry.change.on_death != Fate::revert || entry.state == ChangeState::planned) continue;
    if (entry.state != ChangeState::reverted) record.in_force.push_back(entry.change.id);
  }
  if (const auto from = sampled_from(story)) {
    add_samples(record, story, *from);
    if (!script.plan.ledgers.empty()) add_writes(record, story, *from);
  }
  if (!script.plan.ledgers.empty()) add_readings(record, script, story);
  return record;
}

}  // namespace gameday::sim
