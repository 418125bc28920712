// SPDX-License-Identifier: Apache-2.0
#include "cli/console/live.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view k_bold = "1";
constexpr std::string_view k_red = "31;1";
constexpr std::string_view k_green = "32;1";
constexpr std::string_view k_yellow = "33;1";

std::string_view meaning(Stage stage) {
  switch (stage) {
    case Stage::preflight: return "can this drill run here?";
    case Stage::baseline: return "watching the healthy service";
    case Stage::inject: return "breaking it now";
    case Stage::prove: return "did the fault bite?";
    case Stage::watch: return "waiting for the signal to act";
    case Stage::fail_over: return "carrying out the runbook";
    case Stage::recover: return "waiting for a recovery that holds";
    case Stage::count: return "counting the acknowledged writes";
    case Stage::fence: return "making the old primary harmless";
    case Stage::heal: return "lifting the faults";
    case Stage::settle: return "letting things settle";
    case Stage::count_again: return "counting once more";
    case Stage::fail_back: return "going back";
    case Stage::verify: return "seeing that nothing of ours is left";
    case Stage::finished: return "over";
  }
  return {};
}

std::string join(const std::vector<std::string>& parts) {
  return fmt::format("{}", fmt::join(parts, "; "));
}

}  // namespace

/// What is said of each event; an empty text = nothing.
struct Telling {
  Live& live;
  Instant at;

  template <class Other>
  std::string operator()(const Other& /*nothing to say*/) const {
    return {};
  }
  std::string operator()(const events::Started& event) const {
    return fmt::format("run {} of drill {}", event.run_id, event.drill);
  }
  std::string operator()(const events::StageEntered& event) const {
    live.m_back = live.m_back || event.stage == Stage::fail_back;
    std::string name{to_string(event.stage)};
    std::ranges::replace(name, '_', ' ');
    std::ranges::transform(name, name.begin(), [](char c) { return std::toupper(c); });
    return live.paint(fmt::format("{:<12}", name), k_bold) + std::string{meaning(event.stage)};
  }
  std::string operator()(const events::PreflightDone& event) const {
    if (event.go) return live.paint("go", k_green);
    return live.paint("no go: ", k_red) + join(event.reasons);
  }
  std::string operator()(const events::Note& event) const { return event.text; }
  std::string operator()(const events::Prepared& event) const {
    return event.error.empty() ? "the samplers run"
                               : live.paint("not ready: ", k_red) + event.error;
  }
  std::string operator()(const events::BaselineJudged& event) const {
    if (!event.held)
      return live.paint("the baseline does not hold yet: ", k_yellow) + join(event.reasons);
    return fmt::format("the baseline holds; {} serves, p50 {:.1f} ms, p99 {:.1f} ms",
                       event.serving.empty() ? "an unknown region" : event.serving,
                       event.p50_ms.value_or(0), event.p99_ms.value_or(0));
  }
  std::string operator()(const events::InstrumentTurned& event) const {
    if (!live.m_onset) return event.good ? "" : event.instrument + " is bad";
    return event.good ? live.paint(event.instrument + " answers again", k_green)
                      : live.paint(event.instrument + " is bad", k_red);
  }
  std::string operator()(const events::InstrumentRecovered& event) const {
    const std::string since =
        live.m_onset && !live.m_back
            ? "; " + format_seconds(event.at - live.m_onset->low) + " s after the onset"
            : "";
    return live.paint(event.instrument + " has recovered, and it held", k_green) + since;
  }
  std::string operator()(const events::FaultApplied& event) const {
    if (!event.error.empty()) {
      return live.paint("could not apply " + event.fault + ": ", k_red) + event.error;
    }
    if (!live.m_onset) live.m_onset = event.onset;
    return live.paint(event.kind + " on " + event.target + " is in force", k_red);
  }
  std::string operator()(const events::FaultProven& event) const {
    return fmt::format("proof: {} ({})", to_string(event.proof), join(event.details));
  }
  std::string operator()(const events::FaultLifted& event) const {
    if (!event.error.empty()) return live.paint("NOT LIFTED: ", k_red) + event.error;
    return event.fault + " is lifted, by " + event.by;
  }
  std::string operator()(const events::StepMoved& event) const {
    if (event.state == events::StepState::started) {
      live.m_step_started[event.step] = at;
      return "step " + event.step + " ...";
    }
    const auto started = live.m_step_started.find(event.step);
    const std::string took = started == live.m_step_started.end()
                                 ? ""
                                 : fmt::format(" in {} s", format_seconds(at - started->second));
    const bool done = event.state == events::StepState::done;
    return fmt::format("step {} {}{}{}{}", event.step,
                       live.paint(to_string(event.state), done ? k_green : k_red), took,
                       event.by.empty() ? "" : ", by " + event.by,
                       event.note.empty() ? "" : ": " + event.note);
  }
  std::string operator()(const events::PolicyDecided& event) const {
    return live.paint("the policy decides: ", k_yellow) +
           fmt::format("shift from {} to {}", event.from, event.to);
  }
  std::string operator()(const events::PolicyVetoed& event) const {
    if (event.rules.empty()) return "nothing forbids the policy to shift any more";
    return live.paint("the policy may not shift: ", k_yellow) + join(event.texts);
  }
  std::string operator()(const events::PolicyOverridden& event) const {
    return live.paint("OVERRIDE ", k_red) +
           fmt::format("of {} by {}: {}", join(event.rules), event.person, event.note);
  }
  std::string operator()(const events::AlertMoved& event) const {
    if (event.state == AlertState::silent && !live.m_onset) return {};
    std::string_view color = k_yellow;
    if (event.state == AlertState::silent) color = k_green;
    if (event.state == AlertState::received || event.state == AlertState::acknowledged) {
      color = k_red;
    }
    return fmt::format("alert {} is {}{}{}", event.alert, live.paint(to_string(event.state), color),
                       event.receivers.empty()
                           ? std::string{}
                           : fmt::format(", to {}", fmt::join(event.receivers, ", ")),
                       event.why.empty() ? "" : ": " + join(event.why));
  }
  std::string operator()(const events::LedgerRead& event) const {
    if (!event.error.empty()) {
      return live.paint("could not read " + event.ledger + ": ", k_yellow) + event.error;
    }
    return fmt::format("ledger {}: {} rows on {} ({})", event.ledger, event.count, event.node,
                       to_string(event.reading));
  }
  std::string operator()(const events::FenceSeen& event) const {
    return event.fenced ? "the old primary is still fenced"
                        : live.paint("NOT FENCED: ", k_red) + event.error;
  }
  std::string operator()(const events::GateLooked& event) const {
    const bool open = event.state == GateState::open;
    return fmt::format("gate {} is {}{}", event.gate,
                       live.paint(to_string(event.state), open ? k_green : k_red),
                       event.detail.empty() ? "" : ": " + event.detail);
  }
  std::string operator()(const events::Reconciled& event) const {
    if (!event.error.empty()) return live.paint(event.ledger + ": ", k_red) + event.error;
    if (event.stranded == 0) return {};
    return fmt::format("ledger {}: {} writes were only on the old primary, {} by {}{}",
                       event.ledger, event.stranded, event.word, event.by,
                       event.file.empty() ? "" : ", in " + event.file);
  }
  std::string operator()(const events::AbortAsked& event) const {
    return live.paint("ABORT ", k_red) + "by " + event.by + ": " + event.why;
  }
  std::string operator()(const events::KeeperLost& event) const {
    return live.paint("the keeper is gone: ", k_red) + event.why;
  }
  std::string operator()(const events::Reverted& event) const {
    return event.still_in_force.empty()
               ? ""
               : live.paint("MAY STILL BE IN FORCE: ", k_red) + join(event.still_in_force);
  }
  std::string operator()(const events::Deviation& event) const {
    return live.paint(event.text, k_yellow);
  }
};

Live::Live(const Plan& plan, bool color) : m_plan(plan), m_color(color) {}

std::string Live::stamp(Instant at) const {
  return fmt::format("{:>7}  ", format_seconds(m_start ? at - *m_start : Duration{0}));
}

std::string Live::paint(std::string_view text, std::string_view code) const {
  return m_color ? fmt::format("\033[{}m{}\033[0m", code, text) : std::string{text};
}

std::optional<std::string> Live::line(const Event& event) {
  if (!m_start) m_start = event.at;
  const std::string text = std::visit(Telling{*this, event.at}, event.body);
  if (text.empty()) return std::nullopt;
  return stamp(event.at) + text;
}

std::optional<std::string> Live::clocks(const ConductorState& state, Instant now) {
  constexpr Duration k_between = 3s;
  if (now < m_next_clocks || state.finished) return std::nullopt;
  m_next_clocks = now + k_between;
  std::string text;
  if (state.onset && state.stage <= Stage::recover && m_plan.drill().objectives.rto) {
    text += fmt::format("{} s of {} since the onset; ", format_seconds(now - state.onset->low, 1),
                        format_duration(*m_plan.drill().objectives.rto));
  }
  for (const PlannedFault& fault : m_plan.faults) {
    const auto progress = state.faults.find(fault.spec.name);
    if (progress == state.faults.end() || progress->second.phase != FaultPhase::in_force ||
        !progress->second.onset) {
      continue;
    }
    const Duration left = progress->second.onset->low + fault.spec.lasts - now;
    text += fmt::format("{} has {} s left; ", fault.spec.name,
                        format_seconds(std::max(left, Duration{0}), 0));
  }
  return stamp(now) + "  " + text + "next: " + expected_next(m_plan, state, now);
}

}  // namespace gameday
