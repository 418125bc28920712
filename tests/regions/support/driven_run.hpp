// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <string>

#include "base/units.hpp"
#include "drills/record/journal.hpp"
#include "injectors/injector.hpp"
#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/lab.hpp"

namespace gameday::regions {

/// A fault of a kind as its example in `gameday list faults` writes it, in the inventory beside it.
struct Example {
  Inventory inventory;
  std::string inventory_file;  ///< of the catalog
  FaultPlan plan;
};
/// Planned for a lab. Errors: bad_input.
[[nodiscard]] Result<Example> plan_example(const std::string& kind, const std::string& lab,
                                           const std::string& run_id, Duration lasts);

/// What a driven run is to have in force.
struct Wanted {
  std::string mechanism = "nftables";
  Duration lasts{std::chrono::seconds{30}};
  /// Region B's database is promoted; the fence is on record, not done.
  bool past_no_return = false;
  /// In place of the cut: the changes of a fault of this kind, planned from its example.
  std::string kind = {};
};

/// A run made of the product's own parts, without a conductor: journal, keeper, executor, in a
/// process of its own that cuts region A off (or does what else is wanted) and then only beats,
/// until it is killed. Its keeper is
/// the program under test.
class DrivenRun {
 public:
  /// Returns when all is in force; fails the test where it is not. Lies in `home`.
  DrivenRun(const Lab& lab, const Home& home, const Wanted& wanted);
  DrivenRun(const DrivenRun&) = delete;
  DrivenRun& operator=(const DrivenRun&) = delete;
  /// Ends what still lives.
  ~DrivenRun();

  void signal(int number) const;
  void signal_keeper(int number) const;
  [[nodiscard]] bool keeper_lives() const;
  /// Waits for the end of the process.
  [[nodiscard]] bool ended(std::chrono::milliseconds patience) const;

  [[nodiscard]] const std::string& id() const { return m_id; }
  [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
  [[nodiscard]] JournalContent journal() const;
  /// What the keeper wrote down.
  [[nodiscard]] std::string keeper_log() const;

 private:
  std::string m_id;
  std::filesystem::path m_folder;
  pid_t m_pid = -1;
  std::int64_t m_keeper = -1;
  std::uint64_t m_keeper_start = 0;
};

}  // namespace gameday::regions
