// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "drills/run/recovery.hpp"

namespace gameday {

/// A run that is pointed at, and what the world shows of it now.
struct RunView {
  LivePointer pointer;
  bool alive = false;
  std::string lab_gone = {};  ///< the name of its lab, where that is gone
  std::string error = {};     ///< why it cannot be looked at; empty = it was
  std::string survivor = {};  ///< where the service went; empty = not known
  bool past_no_return = false;
  bool going_back = false;     ///< by a step of the failback, which was not ended
  std::string felt_back = {};  ///< the last change of the failback that clients feel; empty = none
  std::string step = {};       ///< the runbook's step that passed the point of no return
  std::string since = {};      ///< UTC, of that
  bool not_fenced = false;
  std::vector<StatusRow> rows = {};

  /// A dead run whose undo has not been done, as far as can be seen.
  [[nodiscard]] bool left_something() const;
};

/// The last of these changes that a failback made and clients may feel; empty = none. `plan` = the
/// run's plan.json.
[[nodiscard]] std::string felt_on_the_way_back(const Json& plan,
                                               const std::vector<StatusRow>& rows);

/// Asks the world about every run that is pointed at.
[[nodiscard]] std::vector<RunView> look_at_all_runs();

/// What `gameday status` prints: what dead runs left comes first, then what is under way, then what
/// is held. Ends with a newline.
[[nodiscard]] std::string describe(const std::vector<RunView>& runs);

/// An array with an object for each change.
[[nodiscard]] Json to_json(const std::vector<RunView>& runs);

/// Says on standard error, before anything else, that dead runs may have left something in force.
void warn_of_dead_runs();

}  // namespace gameday
