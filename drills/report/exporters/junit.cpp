// SPDX-License-Identifier: Apache-2.0
// JUnit XML for CI: a suite for the drill, a case for each objective, check, step and fault. Missed
// is a failure; unknown is an error, because a run that shows nothing must not look green.
#include <fmt/format.h>

#include "drills/report/exporters.hpp"
#include "drills/report/words.hpp"
#include "drills/report/xml.hpp"

namespace gameday {
namespace {

/// One test case.
struct Case {
  std::string group, name;
  Verdict verdict = Verdict::unknown;
  std::vector<std::string> reasons;
  std::string output;
  std::optional<Duration> took = {};
};

Case of(const ObjectiveScore& score) {
  return {"objective",
          score.name + " " + score.subject,
          score.verdict,
          score.reasons,
          fmt::format("{}: {}, target {}{}{}", words::title(score), words::measured(score),
                      words::target(score), score.name == "rpo" ? "; " : "", words::counts(score)),
          score.name == "rto" ? score.measured.high : std::nullopt};
}

Case of(const CheckScore& score) {
  return {"check", score.name, score.verdict, score.reasons, score.subject, {}};
}

Case of(const AlertScore& score) {
  return {"alert",
          words::alert(score) + " on " + score.monitor,
          score.verdict,
          score.reasons,
          fmt::format("page {}, within {}", words::page(score), words::seconds(score.within)),
          score.latency.high};
}

Case of(const StepScore& score) {
  return {"runbook",
          score.step,
          score.verdict,
          {},
          fmt::format("owner {}, by {}, took {}, within {}{}{}", score.owner, score.by,
                      words::seconds(score.took), words::span(score.within),
                      score.note.empty() ? "" : ": ", score.note),
          score.took};
}

/// Not judged by itself: a fault that is not proven shows in everything that rests on it.
Case of(const FaultScore& score) {
  const bool gone = score.state == "reverted";
  return {"fault",
          score.name + " is gone",
          gone ? Verdict::met : Verdict::missed,
          {},
          "state " + score.state + ", proof " + score.proof,
          {}};
}

/// Those of the way back; one that is not required fails no build.
void add_failback(const FailbackScore& score, std::vector<Case>& all) {
  const std::size_t first = all.size();
  for (const ObjectiveScore& each : score.objectives) all.push_back(of(each));
  for (const GateScore& gate : score.gates) {
    all.push_back({"gate", gate.name, gate.verdict, {}, gate.detail, {}});
  }
  for (const CheckScore& each : score.checks) all.push_back(of(each));
  for (const StepScore& each : score.runbook) all.push_back(of(each));
  for (std::size_t i = first; i < all.size(); ++i) {
    all[i].group = "failback." + all[i].group;
    if (!score.required) all[i].verdict = Verdict::not_applicable;
  }
}

std::vector<Case> cases(const Scorecard& card) {
  std::vector<Case> all;
  for (const ObjectiveScore& score : card.objectives) all.push_back(of(score));
  for (const CheckScore& score : card.checks) all.push_back(of(score));
  for (const AlertScore& score : card.alerts) all.push_back(of(score));
  for (const StepScore& score : card.runbook) all.push_back(of(score));
  if (card.failback) add_failback(*card.failback, all);
  for (const FaultScore& score : card.faults) {
    if (score.onset) all.push_back(of(score));
  }
  return all;
}

std::string problem(std::string_view element, const Case& test, std::string_view kind) {
  const std::string why =
      test.reasons.empty() ? test.output : fmt::format("{}", fmt::join(test.reasons, "; "));
  return fmt::format("      <{0} type=\"{1}\" message=\"{2}\">{2}</{0}>\n", element, kind,
                     xml_escaped(why));
}

std::string write_case(const Scorecard& card, const Case& test) {
  std::string text =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"{}\">\n",
                  xml_escaped("gameday." + card.drill + "." + test.group), xml_escaped(test.name),
                  format_seconds(test.took.value_or(Duration::zero()), 3));
  if (test.verdict == Verdict::missed) text += problem("failure", test, "missed");
  if (test.verdict == Verdict::unknown) text += problem("error", test, "unknown");
  if (test.verdict == Verdict::not_applicable) text += "      <skipped/>\n";
  text += fmt::format("      <system-out>{}</system-out>\n", xml_escaped(test.output));
  return text + "    </testcase>\n";
}

std::string write(const Scorecard& card, const Record& /*record*/) {
  const std::vector<Case> all = cases(card);
  const auto count = [&](Verdict verdict) {
    return std::count_if(all.begin(), all.end(),
                         [&](const Case& test) { return test.verdict == verdict; });
  };
  const std::string numbers =
      fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"{}\"",
                  all.size(), count(Verdict::missed), count(Verdict::unknown),
                  count(Verdict::not_applicable), format_seconds(card.end - card.start, 3));
  std::string timestamp = card.started_at;
  if (timestamp.ends_with('Z')) timestamp.pop_back();
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  text += fmt::format("<testsuites name=\"gameday\" {}>\n", numbers);
  text += fmt::format("  <testsuite name=\"{}\" {}{} hostname=\"{}\">\n    <properties>\n",
                      xml_escaped(card.drill), numbers,
                      timestamp.empty() ? "" : fmt::format(" timestamp=\"{}\"", timestamp),
                      xml_escaped(card.environment));
  const auto property = [&](std::string_view name, std::string_view value) {
    text += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml_escaped(value));
  };
  property("run", card.run);
  property("verdict", to_string(card.verdict));
  property("exit_status", std::to_string(card.exit_status));
  property("headline", words::headline(card));
  text += "    </properties>\n";
  for (const Case& test : all) text += write_case(card, test);
  return text + "  </testsuite>\n</testsuites>\n";
}

}  // namespace

const Exporter k_exporter_junit{"junit", "JUnit XML for CI: missed fails, unknown is an error",
                                "xml", write};

}  // namespace gameday
