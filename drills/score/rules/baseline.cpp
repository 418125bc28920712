// SPDX-License-Identifier: Apache-2.0
// What was so before the fault (measurement.md, Baseline).
#include "drills/score/rules.hpp"

namespace gameday {
namespace {

void judge(const Inquiry& inquiry, Scorecard& card) {
  const auto& baseline = inquiry.facts.baseline;
  if (!baseline) return;
  card.baseline_held = baseline->held;
  card.serving = baseline->serving;
  card.baseline_p50_ms = baseline->p50_ms;
  card.baseline_p99_ms = baseline->p99_ms;
}

}  // namespace

const Rule k_rule_baseline{"baseline", "what was so before the fault", judge};

}  // namespace gameday
