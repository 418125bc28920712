// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "drills/record/sample.hpp"

namespace gameday {

/// What the samples sent in one slice of time amount to: nothing of an extreme is lost.
struct Bucket {
  std::size_t good = 0, bad = 0;
  Duration fastest{}, slowest{};  ///< of the good ones, sent to done

  [[nodiscard]] bool empty() const { return good + bad == 0; }
};

/// The samples in that many slices of equal length between two moments.
[[nodiscard]] std::vector<Bucket> fill_buckets(const Samples& samples, Instant from, Instant to,
                                               std::size_t count);

/// Writes by what became of them.
struct WriteBucket {
  std::size_t kept = 0, lost = 0, not_acknowledged = 0;
};

/// `lost` holds the numbers of the lost writes, ascending.
[[nodiscard]] std::vector<WriteBucket> fill_write_buckets(const std::vector<Write>& writes,
                                                          const std::vector<std::int64_t>& lost,
                                                          Instant from, Instant to,
                                                          std::size_t count);

}  // namespace gameday
