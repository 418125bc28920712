// SPDX-License-Identifier: Apache-2.0
// Starts an experiment of AWS FIS, from a template that is there or from one of ours, watches its
// state and its actions, and stops it. Everything is found again by its tags. An experiment that
// resolved its targets to nothing stays "nothing" until it was reverted, which a tag says. AWS FIS
// API Reference: StartExperiment, GetExperiment, ListExperiments, StopExperiment,
// CreateExperimentTemplate, DeleteExperimentTemplate, TagResource.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "world/agents.hpp"
#include "world/cloud/aws_verbs.hpp"
#include "world/cloud/fis_pages.hpp"
#include "world/cloud/network_acl.hpp"
#include "world/cloud/sigv4.hpp"

namespace gameday {
namespace {

/// Whose experiment, and from what.
struct Trial {
  std::string run;
  std::string fault;
  std::string deadline;
  std::string template_id;  ///< of a template that is there; empty = `made` is one of ours
  Json made;
  bool fence_first = false;
};

Result<Trial> read_trial(const Json& input) {
  JsonReader reader{input, "an experiment"};
  Trial trial{.run = reader.text("run"),
              .fault = reader.text("fault"),
              .deadline = reader.optional_text("deadline").value_or(""),
              .template_id = reader.optional_text("template_id").value_or("")};
  if (reader.has("template")) trial.made = reader.member("template");
  trial.fence_first = reader.has("fence_first");
  return reader.finish(std::move(trial));
}

Json tags_of(const Trial& trial) {
  Json tags{{k_tag_run, trial.run}, {k_tag_fault, trial.fault}, {k_tag_deadline, trial.deadline}};
  if (trial.fence_first) tags[std::string{k_tag_fence}] = k_fence_first;
  return tags;
}

bool is_of(const Trial& trial, const auto& item) {
  const auto run = item.tags.find(k_tag_run);
  const auto fault = item.tags.find(k_tag_fault);
  return run != item.tags.end() && run->second == trial.run && fault != item.tags.end() &&
         fault->second == trial.fault;
}

/// What is there of the trial.
struct Scene {
  Trial trial;
  std::vector<FisExperiment> experiments;  ///< with their actions
  std::vector<FisTemplate> templates;      ///< ours
};

Result<Scene> survey(const AwsClient& client, const Json& input) {
  auto trial = read_trial(input);
  if (!trial) return tl::unexpected(trial.error());
  Scene scene{.trial = std::move(*trial), .experiments = {}, .templates = {}};
  const auto listed = list_fis<FisExperiment>(client, "/experiments", read_experiments);
  if (!listed) return tl::unexpected(listed.error());
  for (const FisExperiment& each : *listed) {
    if (!is_of(scene.trial, each)) continue;
    const auto answer = client.json({"fis", "GET", "/experiments/" + uri_encode(each.id)});
    auto experiment = answer ? read_experiment(*answer) : tl::unexpected(answer.error());
    if (!experiment) return tl::unexpected(experiment.error());
    scene.experiments.push_back(std::move(*experiment));
  }
  const auto templates = list_fis<FisTemplate>(client, "/experimentTemplates", read_templates);
  if (!templates) return tl::unexpected(templates.error());
  std::ranges::copy_if(*templates, std::back_inserter(scene.templates),
                       [&](const FisTemplate& each) { return is_of(scene.trial, each); });
  return scene;
}

bool is_closed(const FisExperiment& experiment) { return experiment.tags.contains(k_tag_closed); }

/// in_force also where it did nothing: the change was made, and the proof says that it did not
/// bite. partial: on its way, or over with a template of ours left.
Json describe(const Scene& scene) {
  std::string state = scene.templates.empty() ? "gone" : "partial";
  std::string bite = "none";
  bool moving = false;
  Json shown = Json::array();
  for (const FisExperiment& experiment : scene.experiments) {
    const FisState now = judge(experiment);
    if (is_closed(experiment) && is_ended(experiment)) continue;
    if (now == FisState::running || now == FisState::nothing) {
      state = "in_force";
      bite = now == FisState::running ? "confirmed" : "mismatch";
    } else if (now != FisState::over) {
      state = "partial";
      moving = true;
    }
    shown.push_back({{"id", experiment.id},
                     {"state", to_string(now)},
                     {"status", experiment.status},
                     {"reason", experiment.reason}});
  }
  return Json{{"state", state}, {"bite", bite}, {"moving", moving}, {"experiments", shown}};
}

Result<Json> look(const AwsClient& client, const Json& input) {
  const auto scene = survey(client, input);
  if (!scene) return tl::unexpected(scene.error());
  return describe(*scene);
}

/// Nothing to keep; but the template is there, and the credentials outlive the fault.
Result<Json> capture(const AwsClient& client, const Json& input) {
  const auto trial = read_trial(input);
  if (!trial) return tl::unexpected(trial.error());
  if (!trial->template_id.empty()) {
    const auto found =
        client.json({"fis", "GET", "/experimentTemplates/" + uri_encode(trial->template_id)});
    if (!found) return tl::unexpected(found.error());
  }
  return Json{{"template", trial->template_id}};
}

std::string token_of(const Trial& trial) {
  return fmt::format("gameday-{}-{}", trial.run, trial.fault).substr(0, 64);
}

Result<std::string> make_template(const AwsClient& client, const Trial& trial) {
  Json body = trial.made;
  body["clientToken"] = token_of(trial);
  body["tags"] = tags_of(trial);
  const auto answer =
      client.json({.service = "fis", .path = "/experimentTemplates", .body = body.dump()});
  if (!answer) return tl::unexpected(answer.error());
  const Json made = answer->value("experimentTemplate", Json::object());
  return made.value("id", "");
}

Result<Json> apply(const AwsClient& client, const Json& input) {
  const auto trial = read_trial(input);
  if (!trial) return tl::unexpected(trial.error());
  Result<std::string> from = trial->template_id;
  if (from->empty()) from = make_template(client, *trial);
  if (!from) return tl::unexpected(from.error());
  const Json body{{"clientToken", token_of(*trial)},
                  {"experimentTemplateId", *from},
                  {"tags", tags_of(*trial)}};
  const auto started = client.json({.service = "fis", .path = "/experiments", .body = body.dump()});
  if (!started) return tl::unexpected(started.error());
  Json seen;
  const auto done = client.wait_until("see the experiment run", [&]() -> Result<bool> {
    auto shown = look(client, input);
    if (!shown) return tl::unexpected(shown.error());
    seen = std::move(*shown);
    return !seen["moving"].get<bool>() && !seen["experiments"].empty();
  });
  if (!done) return tl::unexpected(done.error());
  return seen;
}

Result<void> end_experiment(const AwsClient& client, const FisExperiment& experiment) {
  if (!is_ended(experiment)) {
    const auto stopped =
        client.json({"fis", "DELETE", "/experiments/" + uri_encode(experiment.id)});
    if (!stopped && stopped.error().kind != ErrorKind::absent) {
      return tl::unexpected(stopped.error());
    }
  }
  if (is_closed(experiment)) return {};
  const Json tags{{"tags", {{k_tag_closed, "true"}}}};
  const auto tagged = client.json(
      {.service = "fis", .path = "/tags/" + uri_encode(experiment.arn), .body = tags.dump()});
  if (!tagged) return tl::unexpected(tagged.error());
  return {};
}

Result<Json> revert(const AwsClient& client, const Json& input) {
  const auto scene = survey(client, input);
  if (!scene) return tl::unexpected(scene.error());
  for (const FisExperiment& experiment : scene->experiments) {
    if (auto ended = end_experiment(client, experiment); !ended) {
      return tl::unexpected(ended.error());
    }
  }
  for (const FisTemplate& each : scene->templates) {
    const auto deleted =
        client.json({"fis", "DELETE", "/experimentTemplates/" + uri_encode(each.id)});
    if (!deleted && deleted.error().kind != ErrorKind::absent) {
      return tl::unexpected(deleted.error());
    }
  }
  Json seen;
  const auto done = client.wait_until("see the experiment end", [&]() -> Result<bool> {
    auto shown = look(client, input);
    if (!shown) return tl::unexpected(shown.error());
    seen = std::move(*shown);
    return seen["state"] == "gone";
  });
  if (!done) return tl::unexpected(done.error());
  return seen;
}

constexpr std::array k_verbs{AwsVerb{"capture", capture}, AwsVerb{"apply", apply},
                             AwsVerb{"look", look}, AwsVerb{"revert", revert}};

}  // namespace

const Agent k_agent_aws_fis{
    "aws_fis", "an experiment of AWS FIS, started, watched and stopped",
    [](const AgentCall& call) { return run_verb(call, k_verbs, real_aws_world()); }};

}  // namespace gameday
