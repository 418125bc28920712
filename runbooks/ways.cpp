// SPDX-License-Identifier: Apache-2.0
#include "runbooks/ways.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gameday {

Way way_to(const std::string& word) {
  if (word == "next" || word == "continue") return {};
  if (word == "stop") return {Way::To::stop};
  return {Way::To::step, word};
}

std::vector<Choice> choices_of(const StepSpec& step) {
  std::vector<Choice> choices;
  if (step.kind != "decide") return choices;
  const auto table = step.params.get<std::shared_ptr<const Json>>("choices");
  if (!table || !table->is_object()) return choices;
  for (const auto& [name, leads_to] : table->items()) {
    if (leads_to.is_string()) choices.push_back({name, leads_to.get<std::string>()});
  }
  return choices;
}

std::string find_choice(const std::vector<std::string>& choices, std::string_view answer) {
  const std::string_view word = answer.substr(0, answer.find_first_of(" \t"));
  const auto found = std::ranges::find(choices, word);
  return found == choices.end() ? std::string{} : *found;
}

Way way_after(const StepSpec& step, bool failed, std::string_view note) {
  if (failed) return way_to(step.on_fail);
  const std::string_view word = note.substr(0, note.find_first_of(" \t"));
  for (const Choice& choice : choices_of(step)) {
    if (choice.name == word) return way_to(choice.leads_to);
  }
  return {};
}

std::vector<std::string> branches_of(const StepSpec& step) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& word) {
    const Way way = way_to(word);
    if (way.to == Way::To::step) names.push_back(way.step);
  };
  add(step.on_fail);
  for (const Choice& choice : choices_of(step)) add(choice.leads_to);
  return names;
}

bool is_on_branch(const std::vector<StepSpec>& steps, const std::string& name) {
  return std::ranges::any_of(steps, [&](const StepSpec& step) {
    const auto names = branches_of(step);
    return std::ranges::find(names, name) != names.end();
  });
}

}  // namespace gameday
