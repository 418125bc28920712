// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "drills/score/inquiry.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {

/// What one instrument says of the RTO.
struct Opinion {
  Interval rto;
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> reasons;
};

/// A verdict that the sampler's own lag does not bear becomes unknown (measurement.md, Time). What
/// was to be sent in [from, until] counts.
void weigh_lag(Opinion& opinion, const JudgedInstrument& instrument, Instant from, Instant until,
               Duration target);

/// Adds what an instrument says to an objective: the worst of all counts. `first` = the score has
/// no opinion yet.
void add_opinion(ObjectiveScore& score, const std::string& instrument,
                 const std::optional<Outage>& outage, Opinion opinion, bool first);

}  // namespace gameday
