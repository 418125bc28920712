// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/action.hpp"
#include "base/inventory.hpp"
#include "world/netfilter.hpp"

namespace gameday {

/// A performer that keeps one `nft -i` per host open, so that what only its maker may edit stays
/// editable and each transaction costs no process. All else is done by `direct`, and so is the
/// packet filter of other machines. May be used from several threads: one host's transactions wait
/// for each other.
class HeldNetfilter : public Performer {
 public:
  /// Both must outlive it.
  HeldNetfilter(const Inventory& inventory, Performer& direct);
  [[nodiscard]] Result<Outcome> perform(const Action& action) override;

 private:
  struct Held {
    std::mutex turn;
    std::optional<NftSession> session;
  };
  [[nodiscard]] Held& held_for(const HostRef& host);
  [[nodiscard]] Result<void> open(Held& held, const HostRef& host,
                                  std::chrono::milliseconds deadline) const;

  const Inventory& m_inventory;
  Performer& m_direct;
  std::mutex m_mutex;
  std::map<std::string, Held> m_held;  ///< by host; its members stay where they are
};

}  // namespace gameday
