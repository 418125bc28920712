// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "injectors/injector.hpp"
#include "tests/regions/support/lab.hpp"
#include "world/perform.hpp"

namespace gameday::regions {

/// A fault of several changes in a lab, made, seen and taken back by their own actions, as an
/// executor would; without journal or keeper. What it made outlives it.
class MadeFault {
 public:
  /// Planned in the catalog's inventory. Fails the test where it cannot be.
  MadeFault(const Lab& lab, const Injector& kind, const Params& params,
            Duration lasts = std::chrono::seconds{30});

  /// Captures, plants and applies each in turn, and waits until it is seen. Empty = done.
  [[nodiscard]] std::string apply();
  /// Takes them back in reverse order. Empty = done and seen gone.
  [[nodiscard]] std::string revert();
  /// What a change's look shows now.
  [[nodiscard]] Seen seen(std::size_t change);
  /// Every proof confirms it.
  [[nodiscard]] bool proven();

  [[nodiscard]] const std::vector<Change>& changes() const { return m_plan.changes; }
  [[nodiscard]] Result<Outcome> perform(const Action& action);

 private:
  [[nodiscard]] std::string done(const Action& action);
  [[nodiscard]] std::string make(Change& change);

  Inventory m_inventory;
  FaultPlan m_plan;
  std::unique_ptr<RealPerformer> m_performer;
};

}  // namespace gameday::regions
