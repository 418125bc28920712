// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/verdict.hpp"
#include "drills/policy/decide.hpp"

namespace gameday {

/// How the traffic really came to the other region.
struct RealShift {
  Instant at{};
  std::string by;  ///< "the step `shift-traffic`", or "the system, as clients saw it"
};

/// What a policy makes of one stored run, held against what happened.
struct Replay {
  std::string run;
  std::string drill;
  Instant origin{};  ///< the run's start; times are told from here
  Expected expect = Expected::shift;
  Decisions decisions;
  /// Why a decision was false, one for each shift; empty = it was called for.
  std::vector<std::string> falsely;
  std::optional<RealShift> real;
  bool quiet = false;  ///< no shift is called for: the policy says `stay`, or no fault was in force
  Verdict verdict = Verdict::unknown;
  std::string why;

  [[nodiscard]] std::size_t false_shifts() const;
  /// The first decision that was called for; null = there is none.
  [[nodiscard]] const PolicyShift* first() const;
};

/// Decides again from a run's record. A shift is false if the policy expects `stay`, or if no fault
/// of the run was in force when it was decided. met = as expected; missed = a false shift, or none
/// where one was due; unknown = the record is damaged, or shows too little to decide.
[[nodiscard]] Replay replay(const Record& record, const PolicySpec& policy);

}  // namespace gameday
