// SPDX-License-Identifier: Apache-2.0
// After a promotion there must be one node that accepts writes, and only one: the old primary was
// made harmless before the fault was lifted, and nobody else accepts writes after the heal.
#include <algorithm>
#include <fmt/format.h>

#include "drills/score/rules.hpp"
#include "runbooks/step.hpp"

namespace gameday {
namespace {

bool was_promoted(const Inquiry& inquiry) {
  return std::ranges::any_of(inquiry.record.definition.runbook.steps, [&](const StepSpec& step) {
    const auto moved = inquiry.facts.steps.find(step.name);
    return promotes(step) && moved != inquiry.facts.steps.end() && moved->second.started;
  });
}

void missed(CheckScore& check, std::string why) {
  check.verdict = Verdict::missed;
  check.reasons.push_back(std::move(why));
}

CheckScore judge_fence(const Inquiry& inquiry) {
  const Facts& facts = inquiry.facts;
  CheckScore check{
      .name = "fence", .subject = inquiry.drill().fence, .verdict = Verdict::met, .reasons = {}};
  const auto step = facts.steps.find(check.subject);
  const bool done = step != facts.steps.end() && step->second.state == events::StepState::done;
  if (facts.finished && !done) missed(check, "the old primary was not fenced");
  if (done && facts.lifted && *step->second.ended > *facts.lifted) {
    missed(check, "the fault was lifted before the old primary was fenced");
  }
  if (facts.fence_seen && !facts.fence_seen->fenced) {
    missed(check, fmt::format("the old primary was not fenced after the heal ({})",
                              facts.fence_seen->error));
  }
  if (!facts.fence_seen && check.verdict == Verdict::met) {
    check.verdict = Verdict::unknown;
    check.reasons.emplace_back("nobody looked at the old primary after the heal");
  }
  return check;
}

CheckScore judge_one_primary(const Inquiry& inquiry) {
  CheckScore check{
      .name = "one_primary", .subject = {}, .verdict = Verdict::unknown, .reasons = {}};
  for (const auto& read : inquiry.facts.reads) {
    if (read.what.reading != events::Reading::after_heal) continue;
    const auto& nodes = read.what.writable_nodes;
    check.subject = fmt::format("{}", fmt::join(nodes, ", "));
    if (nodes.size() > 1) {
      missed(check, fmt::format("{} accept writes after the heal", check.subject));
      return check;
    }
    if (nodes.size() == 1) check.verdict = Verdict::met;
  }
  if (check.verdict == Verdict::unknown) {
    check.reasons.emplace_back("no node was seen to accept writes after the heal");
  }
  return check;
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  const std::string& fence = inquiry.drill().fence;
  const auto add = [&](CheckScore check) {
    check.verdict = hold_back(inquiry, check.verdict, check.reasons);
    card.checks.push_back(std::move(check));
  };
  if (!inquiry.drill().ledgers.empty() && (was_promoted(inquiry) || !inquiry.facts.reads.empty())) {
    add(judge_one_primary(inquiry));
  }
  if (!fence.empty() && fence != "by-system" && was_promoted(inquiry)) add(judge_fence(inquiry));
}

}  // namespace

const Rule k_rule_primaries{"primaries", "one node accepts writes, and only one", judge};

}  // namespace gameday
