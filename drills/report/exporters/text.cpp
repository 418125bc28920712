// SPDX-License-Identifier: Apache-2.0
// The scorecard for a terminal: the verdict first, then what it rests on.
#include <fmt/format.h>

#include "drills/report/exporters.hpp"
#include "drills/report/text_table.hpp"
#include "drills/report/words.hpp"

namespace gameday {
namespace {

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::string head(const Scorecard& card) {
  std::string text = fmt::format("{}  {}\n\n", upper(words::outcome(card)), plain(card.title));
  text += wrapped(words::headline(card), 2);
  for (const std::string& sentence : words::summary(card)) text += wrapped(sentence, 2);
  return text;
}

std::string section(std::string_view title, const TextTable& table) {
  return table.empty() ? std::string{} : fmt::format("\n{}\n{}", title, table.text());
}

std::string section(std::string_view title, const std::vector<std::string>& sentences) {
  if (sentences.empty()) return {};
  std::string text = fmt::format("\n{}\n", title);
  for (const std::string& sentence : sentences) text += wrapped(sentence, 2);
  return text;
}

std::string objectives(const Scorecard& card) {
  TextTable table{{"verdict", "objective", "target", "on", "measured"}};
  for (const ObjectiveScore& score : card.objectives) {
    table.row({std::string{to_string(score.verdict)}, words::title(score), words::target(score),
               score.subject, words::measured(score)});
    if (const std::string counts = words::counts(score); !counts.empty()) table.note(counts);
    for (const std::string& reason : words::own_reasons(card, score.reasons)) {
      table.note("because " + reason);
    }
  }
  for (const CheckScore& check : card.checks) {
    table.row(
        {std::string{to_string(check.verdict)}, "check " + check.name, "", check.subject, ""});
    for (const std::string& reason : words::own_reasons(card, check.reasons)) {
      table.note("because " + reason);
    }
  }
  return section("OBJECTIVES AND CHECKS", table);
}

std::string faults(const Scorecard& card) {
  TextTable table{{"proof", "fault", "on", "onset", "gone", "state", "counted"}};
  for (const FaultScore& fault : card.faults) {
    std::string onset = "-";
    if (fault.onset) {
      onset = format_interval({fault.onset->low - card.start, fault.onset->high - card.start});
    }
    table.row({fault.proof, fault.name, fault.target, onset, words::seconds(fault.reverted),
               fault.state, words::dropped(fault)});
    if (!fault.costs.empty()) table.note("costs " + fault.costs);
    for (const std::string& detail : fault.details) table.note(detail);
  }
  return section("FAULTS (since the start of the run)", table);
}

std::string phases(const Scorecard& card) {
  TextTable table{{"phase", "took", "over, since the onset"}};
  for (const PhaseScore& phase : card.phases) {
    table.row({phase.name, words::took(phase), phase.end ? format_interval(*phase.end) : "-"});
  }
  return section("WHAT THE TIME WENT INTO", table);
}

std::string instruments(const Scorecard& card) {
  TextTable table{{"instrument", "class", "judged", "samples", "bad", "lag p99", "outage"}};
  for (const ProbeScore& probe : card.probes) {
    table.row({probe.name, probe.is_ledger ? "writes" : probe.client, probe.judged ? "yes" : "no",
               std::to_string(probe.samples), std::to_string(probe.bad),
               fmt::format("{:.2f} ms", to_seconds(probe.lag_p99) * 1000), words::outage(probe)});
  }
  return section("PROBES AND LEDGERS", table);
}

std::string runbook(const Scorecard& card) {
  TextTable table{{"verdict", "step", "owner", "took", "within", "by"}};
  for (const StepScore& step : card.runbook) {
    table.row({std::string{to_string(step.verdict)}, step.step, step.owner,
               words::seconds(step.took), words::span(step.within), step.by});
    if (!step.note.empty()) table.note(step.note);
  }
  return section("RUNBOOK", table);
}

std::string policy(const Scorecard& card) {
  TextTable table{{"what", "value"}};
  for (const auto& [what, value] : words::policy(card)) table.row({what, value});
  return section("FAILOVER POLICY", table);
}

std::string failback(const Scorecard& card) {
  if (!card.failback) return {};
  const FailbackScore& score = *card.failback;
  TextTable table{{"verdict", "of the failback", "on", "measured or seen"}};
  const auto because = [&](const std::vector<std::string>& reasons) {
    for (const std::string& reason : words::own_reasons(card, reasons)) {
      table.note("because " + reason);
    }
  };
  const auto verdict = [](Verdict value) { return std::string{to_string(value)}; };
  for (const ObjectiveScore& each : score.objectives) {
    table.row({verdict(each.verdict), words::title(each) + ", " + words::target(each), each.subject,
               words::measured(each)});
    because(each.reasons);
  }
  for (const GateScore& gate : score.gates) {
    table.row({verdict(gate.verdict), "gate " + gate.name, "", gate.detail});
  }
  for (const StrandedScore& each : score.stranded) {
    table.row({"", "stranded writes", each.ledger, words::stranded(each)});
  }
  for (const CheckScore& check : score.checks) {
    table.row({verdict(check.verdict), "check " + check.name, check.subject, ""});
    because(check.reasons);
  }
  for (const StepScore& step : score.runbook) {
    table.row({verdict(step.verdict), "step " + step.step, step.owner, words::seconds(step.took)});
    if (!step.note.empty()) table.note(step.note);
  }
  for (const PhaseScore& phase : score.phases) {
    table.row({"", "phase " + phase.name, "", words::took(phase)});
  }
  return section("FAILBACK", words::failback(card)) + table.text();
}

std::string alerts(const Scorecard& card) {
  TextTable table{{"verdict", "alert", "monitor", "to", "page, since the onset", "within"}};
  for (const AlertScore& alert : card.alerts) {
    table.row({std::string{to_string(alert.verdict)}, words::alert(alert), alert.monitor,
               alert.receiver, words::page(alert), words::seconds(alert.within)});
    for (const std::string& reason : words::own_reasons(card, alert.reasons)) {
      table.note("because " + reason);
    }
  }
  return section("ALERTS", table);
}

std::string findings(const Scorecard& card) {
  TextTable table{{"severity", "finding"}};
  for (const Finding& finding : card.findings) table.row({finding.severity, finding.text});
  return section("FINDINGS", table);
}

std::string foot(const Scorecard& card) {
  std::string text = "\n";
  text +=
      wrapped(fmt::format("Run {}, {} on {}, {}, took {}.", card.run, card.test_type,
                          card.environment.empty() ? "?" : card.environment,
                          card.started_at.empty() ? "?" : card.started_at, words::duration(card)),
              0);
  text += wrapped(
      fmt::format("Measured from {}; every {}, timeout {}; a recovery must hold for {} at {} %. "
                  "Failed over by {}. One run is one sample.",
                  fmt::join(card.vantage, ", "), words::span(card.every), words::span(card.timeout),
                  words::span(card.stable_for), card.availability * 100, card.failover_by),
      0);
  return text + fmt::format("Record {}\n", card.sha_record.empty() ? "?" : card.sha_record);
}

std::string write(const Scorecard& card, const Record& /*record*/) {
  return head(card) + objectives(card) + faults(card) + phases(card) + instruments(card) +
         alerts(card) + runbook(card) + policy(card) + failback(card) +
         section("OVERRIDES", card.overrides) + findings(card) +
         section("DEVIATIONS", card.deviations) + section("DAMAGE", card.damage) +
         section("NOT SHOWN BY THIS RUN", card.not_tested) + foot(card);
}

}  // namespace

const Exporter k_exporter_text{"text", "the scorecard for a terminal", "txt", write};

}  // namespace gameday
