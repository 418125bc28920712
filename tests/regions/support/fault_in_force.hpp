// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/change.hpp"
#include "injectors/injector.hpp"
#include "tests/regions/support/lab.hpp"
#include "world/perform.hpp"

namespace gameday::regions {

/// The inventory beside a kind's example, for a lab. Fails the test where it does not load.
[[nodiscard]] Inventory inventory_of(const std::string& kind, const Lab& lab);

/// A fault that is made and taken back by its own actions, without a run around it: everything
/// planted, applied and seen when it is constructed; fails the test where that cannot be.
class FaultInForce {
 public:
  /// Parameters that are texts.
  FaultInForce(const Injector& kind, const Inventory& inventory,
               const std::map<std::string, std::string>& params, Duration lasts);

  /// Everything is taken back, seen gone, and what was planted as well.
  void revert();
  /// What a look at each of its changes shows, in order.
  [[nodiscard]] std::vector<Seen> look();
  [[nodiscard]] const FaultPlan& plan() const { return m_plan; }

 private:
  void act(const Action& action);
  [[nodiscard]] Seen seen(const Change& change);

  RealPerformer m_performer;
  FaultPlan m_plan;
  std::vector<Change> m_changes;
};

}  // namespace gameday::regions
