// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/interval.hpp"
#include "drills/record/record.hpp"

namespace gameday {

/// What became of the writes in one reading (measurement.md, Ledger and RPO; the arithmetic of sets
/// follows Jepsen's set and total-queue checkers).
struct Account {
  std::uint64_t attempted = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t in_doubt = 0;
  std::uint64_t lost = 0;              ///< acknowledged and not read
  std::uint64_t recovered = 0;         ///< in doubt and read
  std::uint64_t unexpected = 0;        ///< numbers read and never attempted
  std::uint64_t duplicated = 0;        ///< numbers read more than once
  std::vector<std::int64_t> lost_ids;  ///< ascending
  Interval rpo;                        ///< [0, 0] where nothing is lost
};

/// Counts one reading. `ids` in any order, with doubles.
[[nodiscard]] Account count_writes(std::span<const Write> writes, std::span<const std::int64_t> ids,
                                   const Moment& onset);

/// Acknowledged by the isolated side after the onset, and how many of those its own reading has.
struct Stranded {
  std::uint64_t acknowledged = 0;
  std::uint64_t on_isolated_side = 0;  ///< of those, found by the reading on that side
};

/// `isolated_region` = the region that was cut: only writes that it took count; empty = all of them
/// (a ledger that writes from inside it).
[[nodiscard]] Stranded count_stranded(std::span<const Write> writes,
                                      std::span<const std::int64_t> isolated_ids,
                                      const Moment& onset, std::string_view isolated_region = {});

/// Whether there is enough evidence for a verdict; the reasons why not are sentences.
struct Evidence {
  bool enough = false;
  std::vector<std::string> reasons;
  std::optional<Duration>
      resolution;  ///< longest gap between acknowledged writes, 10 s before the onset
};
[[nodiscard]] Evidence weigh_evidence(std::span<const Write> writes, const Moment& onset,
                                      Duration every, Duration target, bool both_read);

}  // namespace gameday
