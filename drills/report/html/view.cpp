// SPDX-License-Identifier: Apache-2.0
#include "drills/report/html/view.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "drills/report/words.hpp"

namespace gameday::view {
namespace {

Cell verdict_cell(Verdict verdict) {
  const std::string word{to_string(verdict)};
  return {word == "not_applicable" ? "not applicable" : word, word};
}

std::string joined(const std::vector<std::string>& items, std::string_view by = "; ") {
  return fmt::format("{}", fmt::join(items, by));
}

Table faults(const Scorecard& card) {
  Table table{"faults",
              "Faults",
              "In seconds since the start of the run.",
              {"Proof", "Fault", "On", "Onset", "Gone", "State", "Counted", "Evidence"},
              {}};
  for (const FaultScore& fault : card.faults) {
    std::string onset = "-";
    if (fault.onset) {
      onset = format_interval({fault.onset->low - card.start, fault.onset->high - card.start});
    }
    std::vector<std::string> counted;
    for (const DropCounter& counter : fault.counters) {
      counted.push_back(fmt::format("{}: {} packets", counter.rule, counter.packets));
    }
    std::vector<std::string> evidence = fault.details;
    if (!fault.costs.empty()) evidence.insert(evidence.begin(), "costs " + fault.costs);
    table.rows.push_back({{fault.proof, fault.proof},
                          {fault.name},
                          {fault.target},
                          {onset},
                          {words::seconds(fault.reverted)},
                          {fault.state},
                          {joined(counted)},
                          {joined(evidence)}});
  }
  return table;
}

Table phases(const Scorecard& card) {
  Table table{
      "phases",
      "Where the time went",
      "An event that did not happen has no time; what cannot be told apart is unattributed.",
      {"Phase", "Took", "Over, since the onset"},
      {}};
  for (const PhaseScore& phase : card.phases) {
    table.rows.push_back(
        {{phase.name}, {words::took(phase)}, {phase.end ? format_interval(*phase.end) : "-"}});
  }
  return table;
}

Table instruments(const Scorecard& card) {
  Table table{"instruments",
              "Probes and ledgers",
              "",
              {"Name", "Layer", "Client", "Judged", "Samples", "Bad", "Outage", "Lag p99"},
              {}};
  for (const ProbeScore& probe : card.probes) {
    table.rows.push_back({{probe.name},
                          {probe.layer},
                          {probe.is_ledger ? "writes" : probe.client},
                          {probe.judged ? "yes" : "no"},
                          {std::to_string(probe.samples)},
                          {std::to_string(probe.bad)},
                          {words::outage(probe)},
                          {fmt::format("{:.2f} ms", to_seconds(probe.lag_p99) * 1000)}});
  }
  return table;
}

Table runbook(const Scorecard& card) {
  Table table{
      "runbook", "Runbook", "", {"Verdict", "Step", "Owner", "Took", "Within", "By", "Note"}, {}};
  for (const StepScore& step : card.runbook) {
    table.rows.push_back({verdict_cell(step.verdict),
                          {step.step},
                          {step.owner},
                          {words::seconds(step.took)},
                          {words::span(step.within)},
                          {step.by},
                          {step.note}});
  }
  return table;
}

Table alerts(const Scorecard& card) {
  Table table{"alerts",
              "Alerts",
              "From the onset of the fault to the page.",
              {"Verdict", "Alert", "Monitor", "To", "Page", "Within", "Reasons"},
              {}};
  for (const AlertScore& alert : card.alerts) {
    table.rows.push_back({verdict_cell(alert.verdict),
                          {words::alert(alert)},
                          {alert.monitor},
                          {alert.receiver},
                          {words::page(alert)},
                          {words::seconds(alert.within)},
                          {joined(words::own_reasons(card, alert.reasons))}});
  }
  return table;
}

Table checks(const Scorecard& card) {
  Table table{"checks", "Checks", "", {"Verdict", "Check", "Looked at", "Reasons"}, {}};
  for (const CheckScore& check : card.checks) {
    table.rows.push_back({verdict_cell(check.verdict),
                          {check.name},
                          {check.subject},
                          {joined(words::own_reasons(card, check.reasons))}});
  }
  return table;
}

Table policy(const Scorecard& card) {
  Table table{"policy", "Failover policy", "", {"What", "Value"}, {}};
  for (const auto& [what, value] : words::policy(card)) table.rows.push_back({{what}, {value}});
  return table;
}

Table failback(const Scorecard& card) {
  Table table{
      "failback", "Failback", "", {"Verdict", "What", "On", "Measured or seen", "Reasons"}, {}};
  if (!card.failback) return table;
  const FailbackScore& score = *card.failback;
  table.note = joined(words::failback(card), " ");
  const auto add = [&](Cell verdict, std::string what, std::string on, std::string seen,
                       const std::vector<std::string>& reasons) {
    table.rows.push_back({std::move(verdict),
                          {std::move(what)},
                          {std::move(on)},
                          {std::move(seen)},
                          {joined(words::own_reasons(card, reasons))}});
  };
  for (const ObjectiveScore& each : score.objectives) {
    add(verdict_cell(each.verdict), words::title(each) + ", " + words::target(each), each.subject,
        words::measured(each), each.reasons);
  }
  for (const GateScore& gate : score.gates) {
    add(verdict_cell(gate.verdict), "gate " + gate.name, gate.kind, gate.detail, {});
  }
  for (const StrandedScore& each : score.stranded) {
    add({}, "stranded writes", each.ledger, words::stranded(each), {});
  }
  for (const CheckScore& check : score.checks) {
    add(verdict_cell(check.verdict), "check " + check.name, check.subject, "", check.reasons);
  }
  for (const StepScore& step : score.runbook) {
    add(verdict_cell(step.verdict), "step " + step.step, step.owner, words::seconds(step.took), {});
  }
  for (const PhaseScore& phase : score.phases) {
    add({}, "phase " + phase.name, "", words::took(phase), {});
  }
  return table;
}

Table findings(const Scorecard& card) {
  Table table{"findings", "Findings", "", {"Severity", "Finding"}, {}};
  for (const Finding& finding : card.findings) {
    table.rows.push_back({{finding.severity, finding.severity}, {finding.text}});
  }
  return table;
}

Table method(const Scorecard& card) {
  Table table{"method", "Method and evidence", "", {"What", "Value"}, {}};
  const auto add = [&](std::string name, std::string value, std::string style = {}) {
    table.rows.push_back(
        {{std::move(name)}, {value.empty() ? "-" : std::move(value), std::move(style)}});
  };
  add("Hypothesis", card.hypothesis);
  add("Measured from", joined(card.vantage, ", "));
  add("Judged samples",
      fmt::format("every {}, timeout {}", words::span(card.every), words::span(card.timeout)));
  add("A recovery holds for",
      fmt::format("{} at {:g} %", words::span(card.stable_for), card.availability * 100));
  add("Baseline", !card.baseline_held   ? "not judged"
                  : *card.baseline_held ? "held, served by " + card.serving
                                        : "did not hold");
  if (card.baseline_p99_ms) add("Baseline p99", fmt::format("{:.1f} ms", *card.baseline_p99_ms));
  if (card.steal) add("CPU time denied", fmt::format("{:.1f} %", *card.steal * 100));
  add("Failed over by", card.failover_by);
  for (const Participant& person : card.people) add(person.role, person.name);
  add("Drill, SHA-256", card.sha_drill, "digest");
  add("Inventory, SHA-256", card.sha_inventory, "digest");
  add("Runbook, SHA-256", card.sha_runbook, "digest");
  add("Plan, SHA-256", card.sha_plan, "digest");
  add("Record, SHA-256", card.sha_record, "digest");
  return table;
}

/// A column in which nothing stands only takes room.
void drop_empty_columns(Table& table) {
  for (std::size_t column = table.heads.size(); column-- > 0;) {
    const bool empty =
        std::ranges::all_of(table.rows, [&](const auto& row) { return row[column].text.empty(); });
    if (!empty) continue;
    const auto offset = static_cast<std::ptrdiff_t>(column);
    table.heads.erase(table.heads.begin() + offset);
    for (auto& row : table.rows) row.erase(row.begin() + offset);
  }
}

}  // namespace

Facts facts(const Scorecard& card) {
  return {{"Drill", card.drill},
          {"Environment", card.environment + " (" + card.test_type + ")"},
          {"Started", card.started_at},
          {"Took", words::duration(card)},
          {"Operator", card.operator_name},
          {"Ended", card.end_state.empty() ? "not recorded" : card.end_state},
          {"Exit status", std::to_string(card.exit_status)}};
}

std::vector<Table> tables(const Scorecard& card) {
  std::vector<Table> all{phases(card),   alerts(card), runbook(card),  checks(card),
                         policy(card),   faults(card), failback(card), instruments(card),
                         findings(card), method(card)};
  std::erase_if(all, [](const Table& table) { return table.rows.empty(); });
  std::ranges::for_each(all, drop_empty_columns);
  return all;
}

std::vector<List> lists(const Scorecard& card) {
  std::vector<List> all{{"in-force", "May still be in force", card.still_in_force},
                        {"overrides", "Overrides", card.overrides},
                        {"deviations", "Deviations", card.deviations},
                        {"damage", "Damage of the record", card.damage},
                        {"not-tested", "Not shown by this run", card.not_tested}};
  std::erase_if(all, [](const List& list) { return list.items.empty(); });
  return all;
}

}  // namespace gameday::view
