// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/accounting.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace gameday {

namespace {

using Ids = std::vector<std::int64_t>;

/// A reading without its doubles, ascending.
struct ReadIds {
  Ids ids;
  std::uint64_t duplicated = 0;
};

ReadIds sort_reading(std::span<const std::int64_t> ids) {
  ReadIds read{Ids(ids.begin(), ids.end()), 0};
  if (!std::ranges::is_sorted(read.ids)) std::ranges::sort(read.ids);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < read.ids.size();) {
    std::size_t next = i + 1;
    while (next < read.ids.size() && read.ids[next] == read.ids[i]) ++next;
    if (next - i > 1) ++read.duplicated;
    read.ids[kept++] = read.ids[i];
    i = next;
  }
  read.ids.resize(kept);
  return read;
}

struct Attempt {
  std::int64_t id;
  WriteResult result;
};

std::vector<Attempt> sort_attempts(std::span<const Write> writes) {
  std::vector<Attempt> attempts;
  attempts.reserve(writes.size());
  for (const Write& write : writes) attempts.push_back({write.id, write.result});
  if (!std::ranges::is_sorted(attempts, {}, &Attempt::id)) {
    std::ranges::sort(attempts, {}, &Attempt::id);
  }
  return attempts;
}

void tally(Account& account, const Attempt& attempt, bool read) {
  ++account.attempted;
  if (attempt.result == WriteResult::acknowledged) {
    ++account.acknowledged;
    if (!read) account.lost_ids.push_back(attempt.id);
  } else if (attempt.result == WriteResult::in_doubt) {
    ++account.in_doubt;
    if (read) ++account.recovered;
  }
}

/// From the first lost write to the onset or to the last acknowledgement that turned out to be
/// worth nothing, whichever is later.
Interval loss_in_time(std::span<const Write> writes, const Ids& lost, const Moment& onset) {
  if (lost.empty()) return {Duration::zero(), Duration::zero()};
  Instant first_sent = Instant::max();
  Instant first_done = Instant::max();
  Instant last_done = Instant::min();
  for (const Write& write : writes) {
    if (write.result != WriteResult::acknowledged) continue;
    if (!std::ranges::binary_search(lost, write.id)) continue;
    first_sent = std::min(first_sent, write.sent);
    first_done = std::min(first_done, write.done);
    last_done = std::max(last_done, write.done);
  }
  return {std::max(onset.low, last_done) - first_done,
          std::max(onset.high, last_done) - first_sent};
}

/// What the writes that had ended before the onset amount to.
struct Before {
  std::uint64_t ended = 0;
  std::uint64_t in_doubt = 0;
  std::vector<Instant> acknowledged;  ///< when, ascending
};

Before look_before(std::span<const Write> writes, const Moment& onset) {
  Before before;
  for (const Write& write : writes) {
    if (write.done > onset.low) continue;
    ++before.ended;
    if (write.result == WriteResult::in_doubt) ++before.in_doubt;
    if (write.result == WriteResult::acknowledged) before.acknowledged.push_back(write.done);
  }
  std::ranges::sort(before.acknowledged);
  return before;
}

std::optional<Duration> longest_gap(const std::vector<Instant>& acknowledged, Instant onset) {
  std::optional<Duration> longest;
  for (std::size_t i = acknowledged.size(); i-- > 1;) {
    if (onset - acknowledged[i] > std::chrono::seconds{10}) break;
    const Duration gap = acknowledged[i] - acknowledged[i - 1];
    longest = std::max(longest.value_or(gap), gap);
  }
  return longest;
}

}  // namespace

Account count_writes(std::span<const Write> writes, std::span<const std::int64_t> ids,
                     const Moment& onset) {
  const ReadIds read = sort_reading(ids);
  Account account;
  account.duplicated = read.duplicated;
  auto next = read.ids.begin();
  for (const Attempt& attempt : sort_attempts(writes)) {
    for (; next != read.ids.end() && *next < attempt.id; ++next) ++account.unexpected;
    const bool found = next != read.ids.end() && *next == attempt.id;
    if (found) ++next;
    tally(account, attempt, found);
  }
  account.unexpected += static_cast<std::uint64_t>(read.ids.end() - next);
  account.lost = account.lost_ids.size();
  account.rpo = loss_in_time(writes, account.lost_ids, onset);
  return account;
}

Stranded count_stranded(std::span<const Write> writes, std::span<const std::int64_t> isolated_ids,
                        const Moment& onset, std::string_view isolated_region) {
  const ReadIds read = sort_reading(isolated_ids);
  Stranded stranded;
  for (const Write& write : writes) {
    if (write.result != WriteResult::acknowledged || write.done <= onset.high) continue;
    if (!isolated_region.empty() && write.region != isolated_region) continue;
    ++stranded.acknowledged;
    if (std::ranges::binary_search(read.ids, write.id)) ++stranded.on_isolated_side;
  }
  return stranded;
}

Evidence weigh_evidence(std::span<const Write> writes, const Moment& onset, Duration every,
                        Duration target, bool both_read) {
  constexpr std::size_t k_enough = 50;
  const Duration second = std::chrono::seconds{1};
  const Before before = look_before(writes, onset);
  Evidence evidence;
  evidence.resolution = longest_gap(before.acknowledged, onset.low);
  auto& reasons = evidence.reasons;

  const std::size_t count = before.acknowledged.size();
  if (count < k_enough) {
    reasons.push_back(fmt::format(
        "only {} writes were acknowledged before the onset; {} are needed", count, k_enough));
  }
  const Duration recent = std::max(second, 5 * every);
  if (count > 0 && onset.low - before.acknowledged.back() > recent) {
    reasons.push_back(
        fmt::format("the last write acknowledged before the onset came {} s before it",
                    format_seconds(onset.low - before.acknowledged.back())));
  }
  const Duration finest = target > Duration::zero() ? target : second;
  if (!evidence.resolution) {
    reasons.emplace_back("the gap between acknowledged writes before the onset is not known");
  } else if (*evidence.resolution > finest) {
    reasons.push_back(
        fmt::format("acknowledged writes before the onset lay up to {} s apart; {} s is needed",
                    format_seconds(*evidence.resolution), format_seconds(finest)));
  }
  if (before.in_doubt > 0 && before.in_doubt * 100 >= before.ended) {
    reasons.push_back(
        fmt::format("{} of {} writes before the onset are in doubt; it must be under 1 %",
                    before.in_doubt, before.ended));
  }
  if (!both_read) {
    reasons.emplace_back("the ledger was not read both after the failover and after the heal");
  }
  evidence.enough = reasons.empty();
  return evidence;
}

}  // namespace gameday
