// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/interval.hpp"
#include "drills/record/event.hpp"

namespace gameday {

/// When each change got to each state, noted from any thread.
class Moments {
 public:
  void note(const events::ChangeMoved& moved);
  /// [first began, last ended] of those of the changes that got there; null where none did.
  [[nodiscard]] std::optional<Moment> of(const std::vector<std::string>& changes,
                                         ChangeState state) const;

 private:
  mutable std::mutex m_mutex;
  std::map<std::pair<std::string, ChangeState>, Moment> m_moments;
};

}  // namespace gameday
