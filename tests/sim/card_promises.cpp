// SPDX-License-Identifier: Apache-2.0
// What the scorecard must say, by what the script did.
#include <fmt/format.h>

#include <algorithm>

#include "tests/sim/promises.hpp"

namespace gameday::sim {
namespace {

const ObjectiveScore* find_objective(const Scorecard& card, const std::string& name) {
  const auto found = std::ranges::find(card.objectives, name, &ObjectiveScore::name);
  return found == card.objectives.end() ? nullptr : &*found;
}

/// When the first of our faults was lifted, by whomever; the end where none was.
Instant first_lifted(const Story& story) {
  Instant at = story.end;
  for (const Event& event : story.events) {
    if (const auto* lifted = std::get_if<events::FaultLifted>(&event.body)) {
      at = std::min(at, lifted->at.low);
    }
  }
  return at;
}

/// Why the run cannot be called met; empty = it may.
std::string why_not_met(const Script& script, const Story& story) {
  if (story.died) return "the process died";
  if (!story.finish) return "it did not finish";
  if (story.finish->refused) return "it was refused";
  if (story.finish->how.aborted) return "it was aborted";
  if (!story.finish->how.everything_reverted) return "something may still be in force";
  for (const auto& [fault, proof] : script.proofs) {
    if (proof != ProofResult::confirmed) return fault + " was not confirmed";
  }
  if (script.lost > 0) return "writes were lost";
  const auto& truth = story.truth;
  if (truth.empty()) return {};
  if (truth.size() < 2) return "clients were not served again";
  const Duration outage = truth[1].at - truth[0].at;
  if (outage > *script.plan.drill().objectives.rto) return "it took too long";
  if (truth[1].at > first_lifted(story)) return "the lifting of the fault ended the outage";
  return {};
}

int status_of(const Story& story, const Scorecard& card) {
  constexpr int k_in_force = 3;
  constexpr int k_aborted = 6;
  if (story.finish && !story.finish->how.everything_reverted) return k_in_force;
  if (!story.finish && !card.still_in_force.empty()) return k_in_force;
  const bool asked = std::ranges::any_of(story.events, [](const Event& event) {
    return std::holds_alternative<events::AbortAsked>(event.body);
  });
  if (story.finish ? story.finish->how.aborted : asked) return k_aborted;
  if (card.verdict == Verdict::missed) return 1;
  return card.verdict == Verdict::met ? 0 : 2;
}

void check_rto(const Story& story, const Scorecard& card, Broken& broken) {
  const ObjectiveScore* rto = find_objective(card, "rto");
  if (rto == nullptr) {
    broken.emplace_back("there is no figure for the RTO");
    return;
  }
  const auto& truth = story.truth;
  const bool plain = story.finish && !story.finish->how.aborted && truth.size() == 2;
  if (!plain || !rto->measured.low || !rto->measured.high) return;
  if (rto->verdict == Verdict::unknown) return;
  const Duration outage = truth[1].at - truth[0].at;
  if (*rto->measured.low <= outage && outage <= *rto->measured.high) return;
  broken.push_back(fmt::format("the outage was {} s, the RTO is said to be {} to {} s ({})",
                               format_seconds(outage, 3), format_seconds(*rto->measured.low, 3),
                               format_seconds(*rto->measured.high, 3), to_string(rto->verdict)));
}

void check_rpo(const Script& script, const Story& story, const Scorecard& card, Broken& broken) {
  const ObjectiveScore* rpo = find_objective(card, "rpo");
  if (script.plan.ledgers.empty() || !story.finish || story.finish->refused) return;
  if (rpo == nullptr) {
    broken.emplace_back("there is no figure for the RPO");
    return;
  }
  if (!story.bitten || !card.onset) return;
  for (const auto& [count, when] :
       {std::pair{rpo->lost_after_failover, "failover"}, std::pair{rpo->lost_after_heal, "heal"}}) {
    if (!count || *count == script.lost) continue;
    broken.push_back(fmt::format("{} writes were lost, {} are said to be after the {}", script.lost,
                                 *count, when));
  }
  if (script.lost > 0 && rpo->verdict == Verdict::met) broken.emplace_back("loss is called met");
  const bool seen = rpo->lost_after_failover || rpo->lost_after_heal;
  if (script.lost > 0 && seen && rpo->verdict != Verdict::missed) {
    broken.emplace_back("loss that was seen is not called missed");
  }
}

}  // namespace

Broken check_scorecard(const Script& script, const Story& story, const Scorecard& card) {
  Broken broken;
  const std::string why = why_not_met(script, story);
  if (card.verdict == Verdict::met && !why.empty())
    broken.push_back("it is called met, but " + why);
  if (const int status = status_of(story, card); card.exit_status != status) {
    broken.push_back(fmt::format("exit status {} instead of {}", card.exit_status, status));
  }
  check_rto(story, card, broken);
  check_rpo(script, story, card, broken);
  return broken;
}

}  // namespace gameday::sim
