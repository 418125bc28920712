// SPDX-License-Identifier: Apache-2.0
// The way back in plain words.
#include <algorithm>
#include <fmt/format.h>

#include "drills/report/words.hpp"

namespace gameday::words {
namespace {

/// More than these are in the scorecard and in the export.
constexpr std::size_t k_shown = 12;

std::string numbers(const std::vector<StrandedWrite>& writes) {
  std::string text;
  for (std::size_t i = 0; i < std::min(writes.size(), k_shown); ++i) {
    text += (text.empty() ? "" : ", ") + std::to_string(writes[i].id);
  }
  return writes.size() > k_shown ? text + " ..." : text;
}

}  // namespace

std::string stranded(const StrandedScore& score) {
  if (!score.error.empty()) return "not accounted for: " + score.error;
  if (score.writes.empty()) return "none";
  return fmt::format("{} writes: {}; {} by {}{}", score.writes.size(), numbers(score.writes),
                     score.word.empty() ? "undecided" : score.word, score.by,
                     score.file.empty() ? "" : ", in " + score.file);
}

std::vector<std::string> failback(const Scorecard& card) {
  if (!card.failback) return {};
  const FailbackScore& score = *card.failback;
  std::vector<std::string> sentences{fmt::format("The failback is {}{}.", to_string(score.verdict),
                                                 score.required ? "" : ", and is not required")};
  if (score.prepared) {
    sentences.push_back(
        fmt::format("The old primary was made ready for {} before clients felt "
                    "anything.",
                    seconds(score.prepared)));
  }
  if (score.fresh.high && score.kept.high) {
    sentences.push_back(
        fmt::format("New connections were served again after {}, those that were "
                    "kept open after {}.",
                    format_interval(score.fresh), format_interval(score.kept)));
  }
  for (const std::string& reason : own_reasons(card, score.reasons)) {
    sentences.push_back("Because " + reason + ".");
  }
  return sentences;
}

}  // namespace gameday::words
