// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

#include "base/inventory.hpp"
#include "drills/run/keeper_core.hpp"
#include "drills/run/keeper_frames.hpp"
#include "drills/run/process_handle.hpp"
#include "drills/run/recovery.hpp"
#include "world/fd.hpp"

namespace gameday {

/// What a keeper is told at its start.
struct KeeperSetup {
  std::filesystem::path run_folder;
  int socket = -1;
  LabIsGone lab_is_gone = {};
  std::function<void(std::string_view)> log = {};     ///< told what it does, and why
  std::chrono::milliseconds budget{k_revert_budget};  ///< for reverting, tries again included
};

/// The keeper at work, single-threaded: serves actions, counts heartbeats, watches the journal, and
/// takes over. All is opened at the start, so that it works on when the run's folder is deleted.
class KeeperWatch {
 public:
  /// `world` acts on the run's inventory; all must outlive it. Errors: absent, failed (no journal).
  static Result<KeeperWatch> open(KeeperSetup setup, World& world, const Inventory& inventory);

  /// Until gameday dismisses it or it has taken over. 0, or 3 where something may be in force.
  int run();

  [[nodiscard]] const JournalHead& head() const { return m_journal.head; }

 private:
  KeeperWatch(KeeperSetup setup, World& world, const Inventory& inventory);
  void log(std::string_view text) const;
  void wait() const;
  void serve();
  void handle(const Json& message);
  void refresh();
  [[nodiscard]] KeeperSight sight() const;
  [[nodiscard]] bool gameday_has_ended() const;
  int take_over(const KeeperDecision& decision);
  [[nodiscard]] Result<Journal> take_journal(bool gameday_hangs);
  int revert_all(Journal& journal);

  KeeperSetup m_setup;
  World* m_world;
  const Inventory* m_inventory;
  UniqueFd m_journal_file;
  std::filesystem::path m_journal_path;  ///< leads to the open file, deleted or not
  JournalContent m_journal;
  std::optional<ProcessHandle> m_gameday;  ///< nothing = it had ended before we looked
  FrameReader m_reader;
  Duration m_last_beat{};
  std::int64_t m_journal_size = -1;
  bool m_link_closed = false;
  bool m_dismissed = false;
};

}  // namespace gameday
