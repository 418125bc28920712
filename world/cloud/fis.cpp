// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/fis.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"

namespace gameday {
namespace {

constexpr std::array<std::string_view, 4> k_ended{"completed", "stopped", "failed", "cancelled"};

using Tags = std::map<std::string, std::string, std::less<>>;

Tags read_tags(const Json& json) {
  Tags tags;
  if (!json.contains("tags") || !json["tags"].is_object()) return tags;
  for (const auto& [key, value] : json["tags"].items()) {
    if (value.is_string()) tags[key] = value.get<std::string>();
  }
  return tags;
}

/// The two fields of a state; what is missing is empty.
void read_state(const Json& json, std::string& status, std::string& reason) {
  if (!json.is_object() || !json.contains("state")) return;
  JsonReader state{json["state"], "a state"};
  status = state.optional_text("status").value_or("");
  reason = state.optional_text("reason").value_or("");
}

FisExperiment experiment_of(const Json& json, JsonReader& reader) {
  FisExperiment experiment{.id = reader.text("id"),
                           .arn = reader.optional_text("arn").value_or(""),
                           .tags = read_tags(json)};
  read_state(json, experiment.status, experiment.reason);
  if (experiment.status.empty()) reader.wrong("an experiment has a state");
  if (!reader.has("actions")) return experiment;
  const Json& actions = reader.member("actions");
  if (!actions.is_object()) {
    reader.wrong("`actions` is no object");
    return experiment;
  }
  for (const auto& [name, action] : actions.items()) {
    FisAction& added = experiment.actions.emplace_back(FisAction{.name = name});
    read_state(action, added.status, added.reason);
  }
  return experiment;
}

bool has_action(const FisExperiment& experiment, std::string_view status) {
  return std::ranges::find(experiment.actions, status, &FisAction::status) !=
         experiment.actions.end();
}

/// With emptyTargetResolutionMode "skip" the actions are skipped; with "fail" the experiment fails
/// and says why.
bool did_nothing(const FisExperiment& experiment) {
  const auto was_skipped = [](const FisAction& action) { return action.status == "skipped"; };
  const bool skipped =
      !experiment.actions.empty() && std::ranges::all_of(experiment.actions, was_skipped);
  return skipped ||
         (experiment.status == "failed" && experiment.reason.find("empty") != std::string::npos);
}

}  // namespace

Result<FisExperiment> read_experiment(const Json& answer) {
  JsonReader outer{answer, "an experiment"};
  const Json& json = outer.member("experiment");
  if (auto read = outer.finish(true); !read) return tl::unexpected(read.error());
  JsonReader reader{json, "an experiment"};
  return reader.finish(experiment_of(json, reader));
}

Result<FisPage<FisExperiment>> read_experiments(const Json& answer) {
  JsonReader reader{answer, "a list of experiments"};
  FisPage<FisExperiment> page{{}, reader.optional_text("nextToken").value_or("")};
  for (const Json* json : reader.list("experiments")) {
    JsonReader each{*json, "an experiment"};
    page.items.push_back(reader.take(each.finish(experiment_of(*json, each))));
  }
  return reader.finish(std::move(page));
}

Result<FisPage<FisTemplate>> read_templates(const Json& answer) {
  JsonReader reader{answer, "a list of experiment templates"};
  FisPage<FisTemplate> page{{}, reader.optional_text("nextToken").value_or("")};
  for (const Json* json : reader.list("experimentTemplates")) {
    JsonReader each{*json, "a template"};
    page.items.push_back(reader.take(each.finish(FisTemplate{each.text("id"), read_tags(*json)})));
  }
  return reader.finish(std::move(page));
}

FisState judge(const FisExperiment& experiment) {
  if (did_nothing(experiment)) return FisState::nothing;
  if (is_ended(experiment)) return FisState::over;
  if (experiment.status == "stopping") return FisState::ending;
  if (experiment.status == "running" && has_action(experiment, "running")) {
    return FisState::running;
  }
  return FisState::coming;
}

std::string_view to_string(FisState state) {
  switch (state) {
    case FisState::coming: return "coming";
    case FisState::running: return "running";
    case FisState::nothing: return "nothing";
    case FisState::ending: return "ending";
    case FisState::over: return "over";
  }
  return "over";
}

bool is_ended(const FisExperiment& experiment) {
  return std::ranges::find(k_ended, experiment.status) != k_ended.end();
}

}  // namespace gameday
