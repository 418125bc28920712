// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "drills/plan/plan.hpp"
#include "drills/record/event.hpp"
#include "drills/record/sample.hpp"
#include "drills/run/alert_watch.hpp"

namespace gameday {

/// What was seen of a database's replication.
struct ReplicationSeen {
  bool streams = false;
  std::optional<Duration> lag;
  std::string error;  ///< not empty: it could not be seen
};

/// What a baseline is judged on.
struct BaselineEvidence {
  Instant from{};
  Instant to{};
  std::map<std::string, Samples> samples;  ///< by instrument; those of the ledgers as well
  std::map<std::string, ReplicationSeen> replication;  ///< by database
  bool survivor_answers = false;
  std::vector<AlertNow> alerts = {};
};

/// Judges the baseline (measurement.md, Baseline); every reason why it does not hold is a sentence.
[[nodiscard]] events::BaselineJudged judge_baseline(const Plan& plan,
                                                    const BaselineEvidence& evidence);

/// The region that most of the samples say answered them; empty where none does.
[[nodiscard]] std::string serving_region(const std::map<std::string, Samples>& samples,
                                         Instant from, Instant to);

}  // namespace gameday
