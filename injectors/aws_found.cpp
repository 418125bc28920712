// SPDX-License-Identifier: Apache-2.0
#include "injectors/aws_found.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "injectors/cut.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_find_patience{120};
constexpr std::chrono::seconds k_look_patience{30};
constexpr std::chrono::seconds k_revert_patience{240};
/// The agent ends by itself before it is ended.
constexpr std::chrono::seconds k_margin{2};

/// The only ones that are called because of what stands in a cloud.
constexpr std::array<std::string_view, 3> k_agents{"aws_acl", "aws_fis", "aws_sqs"};

Action call(const AwsSpot& spot, const std::string& agent, const std::string& verb, Json input,
            std::chrono::seconds patience) {
  input["aws"] = to_json(spot);
  input["deadline_s"] = (patience - k_margin).count();
  return {{}, patience, Exec{{"@gameday", "agent", agent, "--", verb}, {input.dump()}}};
}

Result<Change> read_one(const AwsSpot& spot, const Json& json) {
  JsonReader reader{json, "something that was found on AWS"};
  const std::string agent = reader.text("agent");
  const std::string run = reader.text("run");
  const std::string what = reader.text("what");
  const Json& input = reader.member("input");
  if (std::ranges::find(k_agents, agent) == k_agents.end()) reader.wrong("whose is it?");
  if (!is_run_id(run)) reader.wrong("its run is none");
  if (!input.is_object()) reader.wrong("`input` is no object");
  if (auto read = reader.finish(true); !read) return tl::unexpected(read.error());
  JsonReader known{input, "what it is known by"};
  const std::string name =
      known.optional_text("statement").value_or(known.optional_text("fault").value_or(""));
  Change change;
  change.id = fmt::format("{}.{}.{}", agent, name, run);
  change.summary = fmt::format("{} in {}, until {}", what, spot.region,
                               reader.optional_text("deadline").value_or("nobody knows when"));
  if (reader.has("fence_first") && reader.boolean("fence_first")) {
    change.summary += "; the old primary is fenced first";
  }
  change.verify.look = call(spot, agent, "look", input, k_look_patience);
  change.verify.in_force = {.status = 0, .contains = {R"("state":"in_force")"}};
  change.verify.gone = {.status = 0, .contains = {R"("state":"gone")"}};
  const char* idle = agent == "aws_sqs" ? R"("state":"lapsed")" : R"("state":"partial")";
  change.verify.inert = Match{.status = 0, .contains = {idle}};
  change.revert = call(spot, agent, "revert", input, k_revert_patience);
  return change;
}

}  // namespace

Json to_json(const AwsSpot& spot) {
  Json json{{"region", spot.region}};
  if (!spot.endpoint.empty()) json["endpoint"] = spot.endpoint;
  if (!spot.profile.empty()) json["profile"] = spot.profile;
  return json;
}

Action look_for_aws(const AwsSpot& spot) {
  return call(spot, "aws_find", "find", Json::object(), k_find_patience);
}

Result<AwsFound> read_aws_found(const AwsSpot& spot, std::string_view output) {
  const Json json = Json::parse(output, nullptr, false);
  JsonReader reader{json, "what was found on AWS"};
  AwsFound found{.changes = {}, .unseen = reader.texts("unseen")};
  for (const Json* each : reader.list("found")) {
    auto change = read_one(spot, *each);
    if (change) {
      found.changes.push_back(std::move(*change));
    } else {
      found.unseen.push_back(change.error().text());
    }
  }
  return reader.finish(std::move(found));
}

}  // namespace gameday
