// SPDX-License-Identifier: Apache-2.0
// Which run this is, how it ended, and by what it was measured. Judges nothing.
#include <algorithm>
#include <fmt/format.h>

#include "drills/score/rules.hpp"

namespace gameday {
namespace {

std::string utc_at(const Facts& facts, Instant at) {
  const Result<WallTime> started = parse_utc(facts.started ? facts.started->started_at : "");
  return started ? format_utc(*started + (at - facts.start)) : std::string{};
}

void name_the_run(const Inquiry& inquiry, Scorecard& card) {
  const Definition& definition = inquiry.record.definition;
  const Facts& facts = inquiry.facts;
  card.run = inquiry.record.run;
  card.drill = definition.drill.name;
  card.title = definition.drill.title;
  card.hypothesis = definition.drill.hypothesis;
  card.architecture = definition.drill.architecture;
  card.people = definition.drill.people;
  card.environment = definition.inventory.environment;
  if (card.environment.empty() && definition.inventory.lab) card.environment = "lab";
  card.test_type = definition.inventory.lab ? "simulation" : "live";
  card.start = facts.start;
  card.end = facts.end;
  card.onset = facts.onset;
  if (!facts.started) return;
  card.run_id = facts.started->run_id;
  card.operator_name = facts.started->operator_name;
  card.started_at = facts.started->started_at;
}

void tell_the_end(const Inquiry& inquiry, Scorecard& card) {
  const Facts& facts = inquiry.facts;
  if (facts.finished) {
    card.ended_at = utc_at(facts, facts.finished->at);
    card.end_state = facts.finished->what.end_state;
    card.still_in_force = facts.finished->what.still_in_force;
  } else {
    card.still_in_force = inquiry.record.in_force;
  }
  if (!facts.aborted()) return;
  card.aborted = "the run was aborted";
  if (!facts.abort_asked) return;
  const events::AbortAsked& asked = facts.abort_asked->what;
  card.aborted = fmt::format("by {}: {}", asked.by, asked.why);
  card.aborted_by = asked.by;
  card.aborted_at = utc_at(facts, facts.abort_asked->at);
}

/// A person who says when to start is what fails the service over, whoever does the typing.
std::string who_failed_over(const Inquiry& inquiry) {
  const Drill& drill = inquiry.drill();
  const auto& steps = inquiry.record.definition.runbook.steps;
  const bool has_runbook =
      std::ranges::any_of(steps, [&](const StepSpec& step) { return step.name != drill.fence; });
  if (!has_runbook) return "system";
  if (drill.starts_by_policy()) {
    return drill.policy->mode == "act" && !inquiry.facts.overridden ? "gameday" : "person";
  }
  return drill.start_when && !drill.start_when->probe.empty() ? "gameday" : "person";
}

std::vector<std::string> where_from(const Inquiry& inquiry) {
  const Inventory& inventory = inquiry.record.definition.inventory;
  if (inquiry.facts.started && !inquiry.facts.started->vantage.empty()) {
    return inquiry.facts.started->vantage;
  }
  const std::string prefix = inventory.lab ? "lab:" : "zone:";
  std::vector<std::string> vantage;
  const auto add = [&](const std::string& zone) {
    std::string place = zone.empty() ? "this machine" : prefix + zone;
    if (std::ranges::find(vantage, place) == vantage.end()) vantage.push_back(std::move(place));
  };
  for (const ProbeSpec& probe : inquiry.drill().probes) {
    add(probe.from.empty() ? inventory.vantage : probe.from);
  }
  for (const LedgerSpec& ledger : inquiry.drill().ledgers) {
    add(ledger.from.empty() ? inventory.vantage : ledger.from);
  }
  return vantage;
}

/// The coarsest of the judged instruments: what limits the figures.
void tell_the_method(const Inquiry& inquiry, Scorecard& card) {
  card.availability = inquiry.drill().availability;
  for (const JudgedInstrument& instrument : inquiry.instruments) {
    if (!instrument.judged) continue;
    card.every = std::max(card.every, instrument.every);
    card.timeout = std::max(card.timeout, instrument.timeout);
    card.stable_for = std::max(card.stable_for, instrument.rule.stable_for);
  }
  double steal = 0;
  for (const auto& clock : inquiry.facts.clocks) steal += clock.what.steal;
  if (!inquiry.facts.clocks.empty()) {
    card.steal = steal / static_cast<double>(inquiry.facts.clocks.size());
  }
}

void judge(const Inquiry& inquiry, Scorecard& card) {
  name_the_run(inquiry, card);
  tell_the_end(inquiry, card);
  tell_the_method(inquiry, card);
  card.failover_by = who_failed_over(inquiry);
  card.vantage = where_from(inquiry);
  card.version = GAMEDAY_VERSION;
  card.reasons = inquiry.nothing_met;
  card.damage = inquiry.record.damage;
  card.sha_drill = inquiry.record.drill_sha256;
  card.sha_inventory = inquiry.record.inventory_sha256;
  card.sha_runbook = inquiry.record.runbook_sha256;
  card.sha_failback = inquiry.record.failback_sha256;
  card.sha_plan = inquiry.record.plan_sha256;
  card.sha_record = inquiry.record.record_sha256;
}

}  // namespace

const Rule k_rule_identity{"identity", "which run this is, how it ended and was measured", judge};

}  // namespace gameday
