// SPDX-License-Identifier: Apache-2.0
#include "drills/report/chart/buckets.hpp"

#include <algorithm>

namespace gameday {
namespace {

std::size_t index_of(Instant at, Instant from, Instant to, std::size_t count) {
  const auto span = static_cast<double>(std::max<Duration::rep>((to - from).count(), 1));
  const auto since = static_cast<double>((std::clamp(at, from, to) - from).count());
  return std::min(static_cast<std::size_t>(since / span * static_cast<double>(count)), count - 1);
}

}  // namespace

std::vector<Bucket> fill_buckets(const Samples& samples, Instant from, Instant to,
                                 std::size_t count) {
  std::vector<Bucket> buckets(count);
  if (count == 0) return buckets;
  for (const Sample& sample : samples) {
    Bucket& bucket = buckets[index_of(sample.sent, from, to, count)];
    if (!sample.good) {
      ++bucket.bad;
      continue;
    }
    const Duration took = sample.done - sample.sent;
    bucket.fastest = bucket.good == 0 ? took : std::min(bucket.fastest, took);
    bucket.slowest = std::max(bucket.slowest, took);
    ++bucket.good;
  }
  return buckets;
}

std::vector<WriteBucket> fill_write_buckets(const std::vector<Write>& writes,
                                            const std::vector<std::int64_t>& lost, Instant from,
                                            Instant to, std::size_t count) {
  std::vector<WriteBucket> buckets(count);
  if (count == 0) return buckets;
  for (const Write& write : writes) {
    WriteBucket& bucket = buckets[index_of(write.sent, from, to, count)];
    if (write.result != WriteResult::acknowledged) {
      ++bucket.not_acknowledged;
    } else if (std::ranges::binary_search(lost, write.id)) {
      ++bucket.lost;
    } else {
      ++bucket.kept;
    }
  }
  return buckets;
}

}  // namespace gameday
