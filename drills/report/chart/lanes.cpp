// SPDX-License-Identifier: Apache-2.0
// The lanes that show what was done: stages, faults, phases, steps.
#include <fmt/format.h>

#include "drills/report/chart/canvas.hpp"
#include "drills/report/words.hpp"

namespace gameday {
namespace {

constexpr double k_band = 18;

std::string spoken(std::string_view word) {
  std::string text{word};
  std::ranges::replace(text, '_', ' ');
  return text;
}

/// The moment on the run's clock that lies so long after the onset.
Instant after_onset(const Scorecard& card, const std::optional<Duration>& since) {
  return card.onset->low + since.value_or(Duration::zero());
}

}  // namespace

void draw_stages(Canvas& canvas, const Record& record) {
  std::vector<std::pair<Instant, Stage>> entered;
  for (const Event& event : record.events) {
    const auto* stage = std::get_if<events::StageEntered>(&event.body);
    if (stage != nullptr) entered.emplace_back(event.at, stage->stage);
  }
  if (entered.empty()) return;
  canvas.title("Stages");
  for (std::size_t index = 0; index < entered.size(); ++index) {
    const auto& [at, stage] = entered[index];
    const Instant end = index + 1 < entered.size() ? entered[index + 1].first : canvas.to;
    if (stage == Stage::finished || at >= canvas.to) continue;
    const std::string name = spoken(to_string(stage));
    canvas.band(at, end, k_band, index % 2 == 0 ? "stage" : "stage odd", name,
                fmt::format("{}, {} s", name, format_seconds(end - at)));
  }
  canvas.y += k_band;
}

void draw_faults(Canvas& canvas, const Scorecard& card) {
  for (const FaultScore& fault : card.faults) {
    if (!fault.onset) continue;
    const Instant end = fault.reverted ? card.start + *fault.reverted : canvas.to;
    canvas.title("Fault", fmt::format("proof {}, {}{}{}", fault.proof, fault.state,
                                      fault.counters.empty() ? "" : ", ", words::dropped(fault)));
    canvas.band(
        fault.onset->low, end, k_band, "fault",
        fmt::format("{} on {}", spoken(fault.kind), fault.target),
        fmt::format("{} in force for {} s", fault.name, format_seconds(end - fault.onset->low)));
    canvas.y += k_band;
  }
}

void draw_phases(Canvas& canvas, const Scorecard& card) {
  const bool any = std::ranges::any_of(
      card.phases, [](const PhaseScore& phase) { return phase.start && phase.end; });
  if (!card.onset || !any) return;
  canvas.title("What the time went into");
  for (const PhaseScore& phase : card.phases) {
    if (!phase.start || !phase.end) continue;
    canvas.band(after_onset(card, phase.start->low), after_onset(card, phase.end->high), k_band,
                "phase phase-" + phase.name, phase.name,
                fmt::format("{}: {}", phase.name, words::took(phase)));
  }
  canvas.y += k_band;
}

void draw_steps(Canvas& canvas, const Scorecard& card) {
  if (card.runbook.empty()) return;
  canvas.title("Runbook");
  for (const StepScore& step : card.runbook) {
    if (!step.started) continue;
    const Instant began = card.start + *step.started;
    const Instant ended = step.took ? began + *step.took : canvas.to;
    const double x1 = canvas.x(began);
    const double x2 = std::max(canvas.x(ended), x1 + 2);
    const std::string text = fmt::format("{}, {}", step.step, words::seconds(step.took));
    canvas.svg.rect(x1, canvas.y, x2 - x1, 12, fmt::format("fill-{}", to_string(step.verdict)),
                    fmt::format("{}: {}", text, to_string(step.verdict)));
    const bool left = x2 + 6 + text_width(text, Canvas::k_font) > canvas.right;
    canvas.svg.text(left ? x1 - 5 : x2 + 5, canvas.y + 10, text, "tick",
                    left ? Anchor::end : Anchor::start);
    canvas.y += 16;
  }
}

}  // namespace gameday
