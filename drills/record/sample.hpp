// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/units.hpp"

namespace gameday {

/// One request of a probe: when it was to be sent, was sent, and was answered or given up.
struct Sample {
  Instant intended{};
  Instant sent{};
  Instant done{};
  bool good = false;
  int code = 0;        ///< HTTP status; 0 where there is none
  std::string region;  ///< which region answered; empty = not told
  std::string error;   ///< why it is bad; empty = good
  Duration lookup{};   ///< time for the name, part of done - sent
};

/// What is known of a numbered write. in_doubt: it was sent and its outcome is not known.
enum class WriteResult { acknowledged, refused, in_doubt };

/// One numbered write of a ledger.
struct Write {
  std::int64_t id = 0;
  Instant intended{};
  Instant sent{};
  Instant done{};
  WriteResult result = WriteResult::in_doubt;
  std::string region;  ///< region whose node took it; empty = not told
  std::string error;
};

/// A write as a sample of the write path: good where it was acknowledged.
[[nodiscard]] Sample as_sample(const Write& write);

/// Samples of one instrument, in the order in which they were sent.
using Samples = std::vector<Sample>;

}  // namespace gameday
