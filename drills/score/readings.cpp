// SPDX-License-Identifier: Apache-2.0
#include "drills/score/readings.hpp"

#include <algorithm>

namespace gameday {

const LedgerReading* find_reading(const LedgerRecord& ledger, events::Reading reading) {
  const auto found = std::ranges::find_if(ledger.readings, [&](const LedgerReading& candidate) {
    return candidate.about.reading == reading;
  });
  return found == ledger.readings.end() ? nullptr : &*found;
}

std::optional<Instant> read_at(const Facts& facts, const std::string& ledger,
                               events::Reading reading) {
  std::optional<Instant> at;
  for (const auto& read : facts.reads) {
    if (read.what.ledger == ledger && read.what.reading == reading) at = read.at;
  }
  return at;
}

std::optional<Instant> settled_before(const Facts& facts, Instant read) {
  std::optional<Instant> at;
  for (const Instant settled : facts.settled) {
    if (settled <= read) at = settled;
  }
  return at;
}

std::string find_flaw(const LedgerReading& reading, std::span<const Write> writes,
                      std::optional<Instant> settled, std::optional<Instant> read) {
  if (!reading.about.error.empty()) return reading.about.error;
  if (!reading.about.writable) return reading.about.node + " was not proven to accept writes";
  if (reading.about.count != reading.ids.size()) return "not all that was read is on record";
  if (!read || !settled) return "the writers are not known to have stopped before it";
  const bool moving = std::ranges::any_of(
      writes, [&](const Write& write) { return write.sent <= *read && write.done > *settled; });
  return moving ? "writes were under way while it was read" : std::string{};
}

Verdict judge_account(const Account& account, Duration target) {
  if (account.unexpected > 0 || account.duplicated > 0) return Verdict::missed;
  if (account.lost > 0 && target == Duration::zero()) return Verdict::missed;
  return judge(account.rpo, target);
}

}  // namespace gameday
