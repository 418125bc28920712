// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>

#include "base/units.hpp"
#include "drills/record/journal.hpp"

namespace gameday {

inline constexpr std::chrono::seconds k_heartbeat_limit{5};
inline constexpr std::chrono::seconds k_revert_budget{10};
/// A change past its deadline is left to gameday for this long: it may just be seeing that the
/// world has lifted it.
inline constexpr std::chrono::seconds k_deadline_grace{2};

/// What the keeper knows at one moment. Times are CLOCK_BOOTTIME: they go on in suspend.
struct KeeperSight {
  Duration now{};
  Duration last_beat{};                     ///< when it was started, until the first beat
  bool link_closed = false;                 ///< end of file, or gameday has ended
  bool dismissed = false;                   ///< gameday said that the run is over
  const JournalContent* journal = nullptr;  ///< null = it cannot be read
};

/// What the keeper does next. `take_over` = end gameday where it still lives, take its journal, and
/// revert, the fence first.
enum class KeeperAct { wait, leave, take_over };

/// A decision and why it was taken, for the keeper's log.
struct KeeperDecision {
  KeeperAct act = KeeperAct::wait;
  std::string why;
  bool gameday_may_live = false;  ///< it hangs: it is to be ended before anything else
};

/// Pure: the same sight gives the same decision.
[[nodiscard]] KeeperDecision decide(const KeeperSight& sight);

/// When a change must be gone (CLOCK_BOOTTIME); a zero where the world never lifts it by itself.
/// Counted from its apply, or from the latest moment at which that can have returned.
[[nodiscard]] Duration due_at(const JournalEntry& entry);

}  // namespace gameday
