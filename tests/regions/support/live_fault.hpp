// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/units.hpp"
#include "injectors/injector.hpp"
#include "tests/regions/support/lab.hpp"
#include "world/perform.hpp"

namespace gameday::regions {

/// A fault of one change in a lab, made, seen and taken back by hand, as an executor would; without
/// journal or keeper. What it made outlives it.
class LiveFault {
 public:
  /// `lines` are those of a [[fault]] besides name, after and lasts. Fails the test where it cannot
  /// be planned.
  LiveFault(const Lab& lab, const std::string& lines, Duration lasts,
            const std::string& inventory = "lab.toml");

  /// Capture, what is planted first, apply. Empty = done, else why not.
  [[nodiscard]] std::string apply();
  /// As the change's look shows it now.
  [[nodiscard]] Seen seen();
  /// Undone, and what was planted taken away. Empty = done and seen gone.
  [[nodiscard]] std::string revert();
  /// Every proof confirms it.
  [[nodiscard]] bool proven();

  [[nodiscard]] const FaultPlan& plan() const { return m_plan; }

 private:
  [[nodiscard]] Result<Outcome> perform(const Action& action);
  [[nodiscard]] std::string done(const Action& action);

  FaultPlan m_plan;
  Change m_change;  ///< with what was captured put in
  std::unique_ptr<RealPerformer> m_performer;
};

}  // namespace gameday::regions
