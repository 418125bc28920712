// SPDX-License-Identifier: Apache-2.0
#include "drills/score/readings.hpp"

#include <fmt/format.h>

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

void tell_account(ObjectiveScore& score, const Account& account) {
  score.measured = account.rpo;
  score.attempted = account.attempted;
  score.acknowledged = account.acknowledged;
  score.in_doubt = account.in_doubt;
  score.lost = account.lost;
  score.lost_ids = account.lost_ids;
  score.recovered = account.recovered;
  score.unexpected = account.unexpected;
  score.duplicated = account.duplicated;
}

void tell_losses(ObjectiveScore& score, const Account& account, std::string_view when) {
  const auto tell = [&](std::uint64_t count, const char* what) {
    if (count > 0) score.reasons.push_back(fmt::format("{} {} {}", count, what, when));
  };
  tell(account.lost, "acknowledged writes were missing");
  tell(account.unexpected, "writes that nobody sent were there");
  tell(account.duplicated, "writes were there more than once");
}

}  // namespace gameday
