// SPDX-License-Identifier: Apache-2.0
#include "drills/record/sample.hpp"

namespace gameday {

namespace {

std::string reason(const Write& write) {
  if (write.result == WriteResult::acknowledged) return {};
  if (!write.error.empty()) return write.error;
  return write.result == WriteResult::refused ? "refused" : "in doubt";
}

}  // namespace

Sample as_sample(const Write& write) {
  Sample sample;
  sample.intended = write.intended;
  sample.sent = write.sent;
  sample.done = write.done;
  sample.good = write.result == WriteResult::acknowledged;
  sample.region = write.region;
  sample.error = reason(write);
  return sample;
}

}  // namespace gameday
