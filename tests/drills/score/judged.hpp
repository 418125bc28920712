// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>

#include "drills/score/scorecard.hpp"
#include "tests/fakes/sample_record.hpp"

namespace gameday {

/// The objective of that name. There must be one.
inline const ObjectiveScore& objective(const Scorecard& card, std::string_view name) {
  for (const ObjectiveScore& score : card.objectives) {
    if (score.name == name) return score;
  }
  throw std::out_of_range{std::string{name}};
}

inline bool says(const std::vector<std::string>& sentences, std::string_view part) {
  return std::ranges::any_of(sentences, [&](const std::string& sentence) {
    return sentence.find(part) != std::string::npos;
  });
}

/// The instant of a moment since the onset of the sample runs.
inline Instant after_onset(Duration since) {
  return fakes::run_time(std::chrono::milliseconds{6004}) + since;
}

}  // namespace gameday
