// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>

#include "base/inventory.hpp"
#include "drills/run/recovery.hpp"
#include "world/clock.hpp"
#include "world/perform.hpp"
#include "world/prompt.hpp"
#include "world/ssh_sockets.hpp"

namespace gameday {

/// The world as one inventory reaches it, with nobody to ask.
class RunWorld {
 public:
  explicit RunWorld(Inventory inventory)
      : m_inventory(std::move(inventory)),
        m_performer(m_inventory),
        m_world{m_clock, m_performer, m_prompt} {}
  RunWorld(const RunWorld&) = delete;
  RunWorld& operator=(const RunWorld&) = delete;
  ~RunWorld() { close_ssh_connections(m_inventory); }

  /// With the inventory that was frozen into a run's folder. Errors: as frozen_inventory.
  static Result<std::unique_ptr<RunWorld>> open(const std::filesystem::path& run_folder);

  [[nodiscard]] World& world() { return m_world; }
  [[nodiscard]] const Inventory& inventory() const { return m_inventory; }

 private:
  Inventory m_inventory;
  RealClock m_clock;
  RealPerformer m_performer;
  NobodyToAsk m_prompt;
  World m_world;
};

/// Asks this machine's labs whether that of this name, or any of this name, is up. One that cannot
/// be asked is not taken to be gone.
[[nodiscard]] bool lab_runs_no_more(std::string_view name, std::string_view identity);
[[nodiscard]] bool no_lab_runs(std::string_view name);

}  // namespace gameday
