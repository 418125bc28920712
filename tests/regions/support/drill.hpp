// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "tests/regions/support/lab.hpp"

// Drills carried out by the program under test, in a home of their own.
namespace gameday::regions {

/// A folder for the runs of one test: $GAMEDAY_HOME and $GAMEDAY_LIVE point into it while it lives,
/// and $GAMEDAY_CATALOG to the catalogs of the source tree.
class Home {
 public:
  Home();
  Home(const Home&) = delete;
  Home& operator=(const Home&) = delete;
  ~Home();

  [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }
  /// The folder of the one run of a drill; fails the test where there is none.
  [[nodiscard]] std::filesystem::path run_of(const std::string& drill) const;
  /// Writes a definition file into the home and gives its path.
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path m_folder;
};

/// The text of a catalog's file with pieces replaced; fails the test where a piece is not in it.
[[nodiscard]] std::string catalog_text(
    const std::string& file, const std::vector<std::pair<std::string, std::string>>& replaced = {});

/// `gameday run DRILL --lab ... --yes` to its end.
[[nodiscard]] ProcessOutcome run_drill_in(const Lab& lab, const std::string& drill,
                                          const std::vector<std::string>& more = {});

/// A drill under way, to be interfered with.
class DrillUnderWay {
 public:
  DrillUnderWay(const Lab& lab, const std::string& drill);
  DrillUnderWay(const DrillUnderWay&) = delete;
  DrillUnderWay& operator=(const DrillUnderWay&) = delete;
  /// Ends what still runs.
  ~DrillUnderWay();

  /// Waits until a line of what it tells has this piece; false when the patience is over, or it
  /// ended.
  [[nodiscard]] bool tells(const std::string& piece,
                           std::chrono::milliseconds patience = std::chrono::seconds{30});
  [[nodiscard]] int pid() const { return m_pid; }
  void signal(int number) const;
  /// Its exit status, or 128 + the signal that ended it; -1 when the patience is over.
  [[nodiscard]] int ended(std::chrono::milliseconds patience = std::chrono::seconds{40});
  /// All that it told so far.
  [[nodiscard]] const std::string& told() const { return m_told; }

 private:
  bool read_more(int patience_ms);
  int m_pid = -1;
  int m_output = -1;
  int m_status = -1;
  bool m_reaped = false;
  std::string m_told;
};

/// The scorecard of a run.
[[nodiscard]] Json scorecard_of(const std::filesystem::path& run_folder);

/// The first member of an array whose field has this value; fails the test where there is none.
[[nodiscard]] Json member_where(const Json& array, const std::string& field,
                                const std::string& value);

/// Whether anything that gameday makes is on the router: its tables, its chains.
[[nodiscard]] bool router_is_clean(const Lab& lab);

}  // namespace gameday::regions
