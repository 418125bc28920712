// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "base/action.hpp"
#include "base/inventory.hpp"
#include "world/netfilter.hpp"

namespace gameday {

/// A performer that keeps one `nft -i` per host open, so that what only its maker may edit stays
/// editable and each transaction costs no process. All else is done by `direct`. For one thread.
class HeldNetfilter : public Performer {
 public:
  /// Both must outlive it.
  HeldNetfilter(const Inventory& inventory, Performer& direct);
  [[nodiscard]] Result<Outcome> perform(const Action& action) override;

 private:
  [[nodiscard]] Result<NftSession*> session(const HostRef& host,
                                            std::chrono::milliseconds deadline);

  const Inventory& m_inventory;
  Performer& m_direct;
  std::map<std::string, NftSession> m_sessions;
};

}  // namespace gameday
