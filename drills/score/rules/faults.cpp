// SPDX-License-Identifier: Apache-2.0
// What was broken, whether it bit, and whether it is gone.
#include <fmt/format.h>

#include <algorithm>

#include "base/catalog.hpp"
#include "drills/score/rules.hpp"
#include "injectors/injectors.hpp"

namespace gameday {
namespace {

std::string state_of(const FaultFacts& fault) {
  if (fault.lifted) return fault.lifted->error.empty() ? "reverted" : "stuck";
  return fault.applied ? "applied" : "planned";
}

/// What such a fault costs a database follows from how it is made alone, so that it is planned
/// again from the record; nothing of the plan but this is used.
std::string costs_of(const Record& record, const std::string& fault) {
  const auto& specs = record.definition.drill.faults;
  const auto spec = std::ranges::find(specs, fault, &FaultSpec::name);
  const Injector* kind = spec == specs.end() ? nullptr : find_kind(injectors(), spec->kind);
  if (kind == nullptr) return {};
  const auto plan = kind->plan(spec->params, {.run_id = "00000000",
                                              .fault = spec->name,
                                              .inventory = record.definition.inventory,
                                              .expires_after = spec->lasts});
  return plan ? plan->costs : std::string{};
}

/// What was broken must be whole again, or nothing can be called met.
CheckScore judge_reverted(const Inquiry& inquiry, const Scorecard& card) {
  const auto& finished = inquiry.facts.finished;
  CheckScore check{.name = "reverted", .subject = {}, .verdict = Verdict::met, .reasons = {}};
  if (!card.still_in_force.empty() || (finished && !finished->what.everything_reverted)) {
    check.verdict = Verdict::missed;
    check.reasons.push_back(fmt::format(
        "may still be in force: {}",
        card.still_in_force.empty() ? "it is not known what"
                                    : fmt::format("{}", fmt::join(card.still_in_force, "; "))));
  }
  check.verdict = hold_back(inquiry, check.verdict, check.reasons);
  return check;
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  card.checks.push_back(judge_reverted(inquiry, card));
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
    score.costs = costs_of(inquiry.record, fault.name);
    card.faults.push_back(std::move(score));
  }
}

}  // namespace

const Rule k_rule_faults{"faults", "what was broken, whether it bit and is gone", judge};

}  // namespace gameday
