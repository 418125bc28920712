// SPDX-License-Identifier: Apache-2.0
// What was broken, whether it bit, and whether it is gone.
#include "drills/score/rules.hpp"

namespace gameday {
namespace {

std::string state_of(const FaultFacts& fault) {
  if (fault.lifted) return fault.lifted->error.empty() ? "reverted" : "stuck";
  return fault.applied ? "applied" : "planned";
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  for (const FaultFacts& fault : inquiry.facts.faults) {
    FaultScore score;
    score.name = fault.name;
    score.kind = fault.kind;
    score.target = fault.applied ? fault.applied->target : fault.region;
    if (fault.applied) score.onset = fault.applied->onset;
    score.proof = to_string(fault.proof.value_or(ProofResult::inconclusive));
    score.state = state_of(fault);
    if (fault.lifted && fault.lifted->error.empty()) {
      score.reverted = fault.lifted->at.high - inquiry.facts.start;
    }
    score.details = fault.details;
    score.counters = fault.counters;
    card.faults.push_back(std::move(score));
  }
}

}  // namespace

const Rule k_rule_faults{"faults", "what was broken, whether it bit and is gone", judge};

}  // namespace gameday
