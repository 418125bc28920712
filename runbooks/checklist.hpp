// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.hpp"
#include "base/verdict.hpp"
#include "runbooks/step.hpp"

namespace gameday {

enum class Progress { pending, running, done, failed, skipped };

/// One step on its way.
struct ChecklistItem {
  std::string step;
  std::string owner;
  Duration within{};  ///< its deadline, from its start
  Progress progress = Progress::pending;
  Instant started{};
  Instant ended{};
  std::string by;    ///< who did it, answered or skipped it
  std::string note;  ///< why it failed or was skipped
  bool operator==(const ChecklistItem&) const = default;
};

/// Which step of a runbook is next, which one is late, what came of each. A value; no clock of its
/// own. One step at a time, in the runbook's order; a failed one stops the rest until it is
/// skipped.
class Checklist {
 public:
  explicit Checklist(const std::vector<StepSpec>& steps);

  /// The step to start now; nothing while one runs or has failed, and when all are over.
  [[nodiscard]] std::optional<std::string> next() const;
  [[nodiscard]] const ChecklistItem* running() const;
  /// A step that runs, or stopped the rest, longer than its deadline allows.
  [[nodiscard]] bool late(std::string_view step, Instant now) const;
  /// Every step is done or skipped.
  [[nodiscard]] bool over() const;

  /// Each gives whether the step could take that turn: only a pending one starts, only a running
  /// one ends, and whatever is not done can be skipped.
  bool start(std::string_view step, Instant at);
  bool finish(std::string_view step, Instant at, std::string by);
  bool give_up(std::string_view step, Instant at, std::string why);
  bool skip(std::string_view step, Instant at, std::string by, std::string why);

  [[nodiscard]] const std::vector<ChecklistItem>& items() const { return m_items; }

 private:
  [[nodiscard]] const ChecklistItem* find(std::string_view step) const;
  [[nodiscard]] ChecklistItem* find(std::string_view step);

  std::vector<ChecklistItem> m_items;
};

/// measurement.md, Verdicts: in time = met, late or failed = missed, skipped with a reason =
/// unknown and without one = missed, never begun = not_applicable, still running = unknown.
[[nodiscard]] Verdict judge(const ChecklistItem& item);

}  // namespace gameday
