// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "drills/plan/plan.hpp"

// One drill at a time on one inventory and service, whatever its targets: two drills that each cut
// one region are a total outage together. The lock is a file on the target's side, where colleagues
// on other machines see it; each run writes one of its own and then looks for others', so that of
// two that start at once neither can miss the other.
namespace gameday {

/// What is locked: "<environment>.<lab>", or outside a lab "<environment>.<inventory file>", in
/// letters that may stand in a file's name.
[[nodiscard]] std::string lock_name(const Inventory& inventory);

/// Where the lock lies: the inventory's `lock_host`, else the first host at which a region is
/// filtered; null = there is none.
[[nodiscard]] const Host* lock_host(const Inventory& inventory);

/// Who holds a lock.
struct LockHolder {
  std::string run_id;
  std::string by;
  WallTime since;
  Duration lasts{};  ///< then the lock holds nobody up any longer, and removes itself
};

/// Of a plan that starts now: for as long as its faults may last, and then some for its people.
[[nodiscard]] LockHolder holder_of(const Plan& plan, std::string by, WallTime now);

/// The change that lays a lock on a host.
[[nodiscard]] Change lay_lock(const Inventory& inventory, const Host& host,
                              const LockHolder& holder);

/// Lists the locks of this name on a host; fails with "No such file" where there never was any.
[[nodiscard]] Action list_locks(const Inventory& inventory, const Host& host);

/// Why nobody else may start, by what the list came to: who holds a lock, since when, until when.
/// Empty = the way is free. What could not be looked at is not free.
[[nodiscard]] std::string find_foreign_lock(const Result<Outcome>& listed, std::string_view own_run,
                                            WallTime now);

/// The line in a local lock's file, which says the same.
[[nodiscard]] std::string to_line(const LockHolder& holder);
/// "run 0123abcd of ann, since 2026-11-24T10:00:00Z until 2026-11-24T10:30:00Z"; nothing where the
/// line is none of ours.
[[nodiscard]] std::optional<std::string> describe_lock(std::string_view line);

}  // namespace gameday
