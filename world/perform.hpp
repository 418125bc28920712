// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/action.hpp"
#include "base/inventory.hpp"
#include "world/host_argv.hpp"

namespace gameday {

/// Carries out actions for real. Programs and nft go to the host by its transport; SQL goes over
/// the control path, http and sockets from this machine; files and signals only to this machine.
/// On another machine a program is ended there at its deadline, by coreutils' timeout.
/// Without a keeper: each Netfilter has an nft of its own, so owner tables end with it.
/// Blocks until done or the action's deadline; may be called from any thread. What is told never
/// holds a secret that the action used; a secret on a command line is refused.
class RealPerformer : public Performer {
 public:
  explicit RealPerformer(Inventory inventory, std::string self = self_executable());
  [[nodiscard]] Result<Outcome> perform(const Action& action) override;

 private:
  Inventory m_inventory;
  std::string m_self;
};

}  // namespace gameday
