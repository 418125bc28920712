// SPDX-License-Identifier: Apache-2.0
#include "drills/report/words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>

namespace gameday::words {
namespace {

constexpr const char* k_unknown = "-";

std::string count_of(const std::optional<std::uint64_t>& value) {
  return value ? std::to_string(*value) : "?";
}

bool is_in_force(const Scorecard& card) { return card.exit_status == 3; }

/// What has that verdict, by name: "recovery time and step promote-b".
std::string which_are(const Scorecard& card, Verdict verdict) {
  std::vector<std::string> names;
  for (const ObjectiveScore& objective : card.objectives) {
    if (objective.verdict == verdict) names.push_back(title(objective));
  }
  for (const CheckScore& check : card.checks) {
    if (check.verdict == verdict) names.push_back("check " + check.name);
  }
  for (const AlertScore& each : card.alerts) {
    if (each.verdict == verdict) names.push_back("alert " + alert(each));
  }
  for (const StepScore& step : card.runbook) {
    if (step.verdict == verdict) names.push_back("step " + step.step);
  }
  if (names.empty()) return "nothing in particular";
  return fmt::format("{}", fmt::join(names, "; "));
}

std::string about_clients(const ObjectiveScore& rto) {
  const std::string target = span(rto.target);
  const Interval& time = rto.measured;
  if (!time.low && !time.high) {
    return fmt::format("How long clients were without service is not known; the target was {}.",
                       target);
  }
  if (time.high && rto.bad_time && rto.bad_time->count() == 0) {
    return fmt::format("Clients noticed no outage ({}); the target was {}.",
                       format_interval({std::nullopt, time.high}), target);
  }
  return fmt::format("Clients were without service for {} ({}); the target was {}.",
                     format_interval(time), rto.subject, target);
}

std::string about_data(const ObjectiveScore& rpo) {
  if (!rpo.lost || !rpo.acknowledged) {
    return fmt::format("What was lost of {} is not known: it could not be counted.", rpo.subject);
  }
  if (*rpo.lost == 0) {
    return fmt::format("None of {} acknowledged writes of {} was lost.", *rpo.acknowledged,
                       rpo.subject);
  }
  return fmt::format("{} of {} acknowledged writes of {} were lost, over {}.", *rpo.lost,
                     *rpo.acknowledged, rpo.subject, format_interval(rpo.measured));
}

std::string about_page(const ObjectiveScore& detect) {
  if (!detect.measured.high) {
    return fmt::format("No page is known to have got through; the target was {}.",
                       span(detect.target));
  }
  return fmt::format("The first page ({}) got through after {}; the target was {}.", detect.subject,
                     format_interval(detect.measured), span(detect.target));
}

std::string about_fault(const FaultScore& fault) {
  const std::string what = fmt::format("{} on {}", fault.kind, fault.target);
  if (!fault.onset) return fmt::format("The fault {} was never in force.", what);
  if (fault.proof == "confirmed") {
    const std::string count = dropped(fault);
    return fmt::format("The fault {} was real: {}{}.", what, "its proof is confirmed",
                       count.empty() ? "" : ", " + count);
  }
  return fmt::format("That the fault {} bit is not proven ({}): nothing it shows counts as met.",
                     what, fault.proof);
}

}  // namespace

std::string outcome(const Scorecard& card) {
  if (is_in_force(card)) return "Still in force";
  if (card.exit_status == 70) return "Internal error";
  if (card.aborted) return "Aborted";
  switch (card.verdict) {
    case Verdict::met: return "Met";
    case Verdict::missed: return "Missed";
    default: return "Unknown";
  }
}

std::string headline(const Scorecard& card) {
  if (is_in_force(card)) {
    return fmt::format(
        "A change may still be in force: {}. Run `gameday status`, then "
        "`gameday recover`.",
        card.still_in_force.empty() ? "not everything was seen to be gone"
                                    : fmt::format("{}", fmt::join(card.still_in_force, "; ")));
  }
  if (card.aborted) return fmt::format("The run was aborted {}.", *card.aborted);
  switch (card.verdict) {
    case Verdict::met: return "Every objective, check and step was met.";
    case Verdict::missed: return fmt::format("Missed: {}.", which_are(card, Verdict::missed));
    default:
      return fmt::format("Nothing was missed, but this run does not show that all was met: {}.",
                         card.reasons.empty() ? which_are(card, Verdict::unknown)
                                              : fmt::format("{}", fmt::join(card.reasons, "; ")));
  }
}

std::vector<std::string> summary(const Scorecard& card) {
  std::vector<std::string> sentences;
  for (const ObjectiveScore& objective : card.objectives) {
    sentences.push_back(objective.name == "rto"      ? about_clients(objective)
                        : objective.name == "detect" ? about_page(objective)
                                                     : about_data(objective));
  }
  for (const FaultScore& fault : card.faults) sentences.push_back(about_fault(fault));
  if (card.end_state == "restored" && card.failover_by == "system") {
    sentences.emplace_back(
        "What gameday had done was taken back; the failover was the system's own.");
  } else if (!card.end_state.empty()) {
    sentences.push_back(fmt::format("The service was left {}.", card.end_state));
  }
  return sentences;
}

std::string title(const ObjectiveScore& objective) {
  if (objective.name == "rto") {
    return objective.read_only ? "Recovery time, read only" : "Recovery time";
  }
  if (objective.name == "detect") return "Detection time";
  if (objective.name == "rpo") return "Data loss, class " + objective.data_class;
  return objective.name;
}

std::string measured(const ObjectiveScore& objective) {
  const Interval& value = objective.measured;
  if (objective.name == "rto" && value.high && objective.bad_time &&
      objective.bad_time->count() == 0) {
    return "none observed, " + format_interval({std::nullopt, value.high});
  }
  if (objective.name != "rpo") return format_interval(value);
  if (!objective.lost || !objective.acknowledged) return "unknown";
  if (*objective.lost == 0) return fmt::format("0 of {} lost", *objective.acknowledged);
  return fmt::format("{} of {} lost, over {}", *objective.lost, *objective.acknowledged,
                     format_interval(value));
}

std::string target(const ObjectiveScore& objective) {
  if (objective.name == "rpo" && objective.target == Duration::zero()) return "nothing lost";
  return "at most " + span(objective.target);
}

std::string counts(const ObjectiveScore& objective) {
  if (objective.name != "rpo") return {};
  return fmt::format(
      "attempted {}, in doubt {}, recovered {}, unexpected {}, duplicated {}, "
      "stranded {}; resolution {}",
      count_of(objective.attempted), count_of(objective.in_doubt), count_of(objective.recovered),
      count_of(objective.unexpected), count_of(objective.duplicated), count_of(objective.stranded),
      objective.resolution ? format_seconds(*objective.resolution, 3) + " s" : "?");
}

std::vector<std::string> own_reasons(const Scorecard& card,
                                     const std::vector<std::string>& reasons) {
  std::vector<std::string> own;
  std::ranges::copy_if(reasons, std::back_inserter(own), [&](const std::string& reason) {
    return std::ranges::find(card.reasons, reason) == card.reasons.end();
  });
  return own;
}

std::string took(const PhaseScore& phase) {
  if (!phase.start || !phase.end) return k_unknown;
  const auto& [start, end] = std::pair{*phase.start, *phase.end};
  if (!start.low || !start.high || !end.low || !end.high) return k_unknown;
  const Duration low = std::max(*end.low - *start.high, Duration::zero());
  const Duration high = std::max(*end.high - *start.low, low);
  return format_interval({low, high});
}

std::string outage(const ProbeScore& probe) {
  if (probe.samples == 0) return "no samples";
  if (!probe.outage.low && !probe.outage.high) {
    return probe.rto.high ? "none observed" : "unknown";
  }
  return format_interval(probe.outage);
}

std::string alert(const AlertScore& alert) {
  std::string text = alert.must_not ? "no " + alert.name : alert.name;
  for (const auto& [name, value] : alert.labels) text += fmt::format(" {}={}", name, value);
  return text;
}

std::string page(const AlertScore& alert) {
  if (alert.latency.high) return format_interval(alert.latency);
  if (alert.suppressed) return "kept from its receiver";
  const bool is_known = alert.verdict == (alert.must_not ? Verdict::met : Verdict::missed);
  return is_known ? "none" : "unknown";
}

std::string dropped(const FaultScore& fault) {
  if (fault.counters.empty()) return {};
  std::uint64_t packets = 0;
  for (const DropCounter& counter : fault.counters) packets += counter.packets;
  return fmt::format("{} packets dropped", packets);
}

std::vector<std::pair<std::string, std::string>> policy(const Scorecard& card) {
  if (!card.policy) return {};
  const PolicyScore& policy = *card.policy;
  std::vector<std::pair<std::string, std::string>> told{
      {"mode", fmt::format("{}, expected to {}", policy.mode, policy.expect)}};
  std::string decided = policy.decided_at ? "at " + seconds(policy.decided_at) : "no shift";
  if (policy.decided)
    decided += fmt::format(", {} after the onset", format_interval(*policy.decided));
  if (policy.shifts > 1) decided += fmt::format("; {} in all", policy.shifts);
  if (policy.false_shifts > 0) decided += fmt::format("; {} falsely", policy.false_shifts);
  told.emplace_back("decided", decided);
  std::string moved = "never";
  if (policy.shifted_at) moved = "at " + seconds(policy.shifted_at) + ", by " + policy.shifted_by;
  if (policy.ahead) {
    const bool later = *policy.ahead >= Duration{0};
    moved += fmt::format(", {} {} it", seconds(later ? *policy.ahead : -*policy.ahead),
                         later ? "after" : "before");
  }
  told.emplace_back("traffic moved", moved);
  for (const PolicyScore::Veto& veto : policy.vetoes) {
    told.emplace_back(
        "forbidden at " + seconds(veto.at),
        veto.rules.empty() ? "no longer" : fmt::format("{}", fmt::join(veto.texts, "; ")));
  }
  if (policy.asked) {
    const PolicyScore::Asked& asked = *policy.asked;
    std::string answer = asked.answer == "none" ? "no answer" : asked.answer;
    if (!asked.by.empty()) answer += fmt::format(" after {}, by {}", seconds(asked.took), asked.by);
    if (!asked.note.empty()) answer += ": " + asked.note;
    told.emplace_back(fmt::format("{} was asked at {}", asked.person, seconds(asked.at)), answer);
  }
  told.emplace_back("decided again", policy.replay);
  return told;
}

std::string seconds(const std::optional<Duration>& value) {
  return value ? format_seconds(*value) + " s" : std::string{k_unknown};
}

std::string span(Duration value) {
  std::string text;
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == '-'; };
  for (const char c : format_duration(value)) {
    if (!text.empty() && is_digit(text.back()) != is_digit(c)) text += ' ';
    text += c;
  }
  return text;
}

std::string duration(const Scorecard& card) {
  if (card.ended_at.empty()) return k_unknown;
  return format_seconds(card.end - card.start, 1) + " s";
}

}  // namespace gameday::words
