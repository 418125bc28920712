// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "drills/plan/plan.hpp"
#include "injectors/injectors.hpp"
#include "tests/drills/run/crash_rig.hpp"
#include "tests/drills/run/kind_world.hpp"

// What the tests over the whole list of kinds share.
namespace gameday {

/// A drill with one fault of a kind, whose own lines are these.
[[nodiscard]] Loaded load_example(const Injector& kind, const std::string& fault_lines);

/// The plan of the example that the kind shows; fails the test where there is none.
[[nodiscard]] Plan plan_example(const Injector& kind);

/// Changes with nothing to take back are no business of a recovery.
[[nodiscard]] inline bool comes_back(const Change& change) {
  return change.revert && change.on_death == Fate::revert;
}

/// One fault, applied and lifted by processes that may die.
struct KindRig {
  explicit KindRig(const std::vector<Change>& all);
  KindRig(const KindRig&) = delete;
  KindRig& operator=(const KindRig&) = delete;
  ~KindRig() = default;

  using Work = std::function<void(Executor&)>;

  /// One process that dies at the given place, or lives (-1). `written` is told before (false) and
  /// after (true) each record of the journal. False where it died.
  bool process(int dies_at, const Work& work, std::function<void(bool)> written = {});

  /// The drill's part in it: all of them applied, then reverted in reverse order.
  void run(Executor& executor);

  /// What a keeper or recover does; the ids that may still be in force.
  std::vector<std::string> recover();

  /// The journal as it lies on the disk, and another one in its place.
  [[nodiscard]] std::string journal_text() const;
  void put_journal(std::string_view text) const;

  std::vector<Change> changes;
  CrashRig rig;
  KindWorld fake;
};

}  // namespace gameday
