// SPDX-License-Identifier: Apache-2.0
// That a runbook's branches and groups lead somewhere, forward, and to one step at a time.
#include <algorithm>
#include <fmt/format.h>

#include "drills/definition/check.hpp"
#include "drills/definition/text.hpp"
#include "runbooks/ways.hpp"

namespace gameday {
namespace {

using Steps = std::vector<StepSpec>;

std::vector<std::string_view> names_behind(const Steps& steps, std::size_t index) {
  std::vector<std::string_view> names{"stop", "continue"};
  for (std::size_t i = index + 1; i < steps.size(); ++i) names.emplace_back(steps[i].name);
  return names;
}

/// What is wrong with a branch to a step; empty = nothing.
std::string flaw(const Steps& steps, std::size_t from, const std::string& word) {
  const Way way = way_to(word);
  if (way.to != Way::To::step) return {};
  const auto found = std::ranges::find(steps, way.step, &StepSpec::name);
  if (found == steps.end()) return fmt::format("there is no step {}", in_ticks(word));
  if (found - steps.begin() <= static_cast<std::ptrdiff_t>(from)) {
    return fmt::format("the step {} does not come later: branches lead forward only",
                       in_ticks(word));
  }
  if (found->group.empty()) return {};
  return fmt::format("the step {} is one of a group, which is begun as a whole", in_ticks(word));
}

void check_choices(const Part<Runbook>& runbook, std::size_t index) {
  const Steps& steps = runbook.value.steps;
  const auto choices = choices_of(steps[index]);
  for (const Choice& choice : choices) {
    const TomlPath path{"step", index, "choices", choice.name};
    if (choice.name.find_first_of(" \t") != std::string::npos) {
      runbook.note(path, fmt::format("the choice {} is more than one word", in_ticks(choice.name)));
    }
    if (auto wrong = flaw(steps, index, choice.leads_to); !wrong.empty()) {
      runbook.note(path, std::move(wrong), suggest(choice.leads_to, names_behind(steps, index)));
    }
  }
}

void check_group(const Part<Runbook>& runbook, std::size_t index) {
  const Steps& steps = runbook.value.steps;
  const StepSpec& step = steps[index];
  if (step.group.empty() || index == 0 || steps[index - 1].group == step.group) return;
  const bool before = std::any_of(steps.begin(), steps.begin() + static_cast<std::ptrdiff_t>(index),
                                  [&](const StepSpec& other) { return other.group == step.group; });
  if (!before) return;
  runbook.note(
      {"step", index, "group"},
      fmt::format("the steps of the group {} do not stand together", in_ticks(step.group)));
}

}  // namespace

void check_ways(const Part<Runbook>& runbook) {
  const Steps& steps = runbook.value.steps;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (auto wrong = flaw(steps, i, steps[i].on_fail); !wrong.empty()) {
      runbook.note({"step", i, "on_fail"}, std::move(wrong),
                   suggest(steps[i].on_fail, names_behind(steps, i)));
    }
    check_choices(runbook, i);
    check_group(runbook, i);
  }
}

}  // namespace gameday
