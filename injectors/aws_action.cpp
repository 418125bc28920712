// SPDX-License-Identifier: Apache-2.0
#include "injectors/aws_action.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "injectors/own_look.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_look_patience{30};
/// The agent ends by itself before it is ended.
constexpr std::chrono::seconds k_margin{2};

/// The head of what the agent reads, without its closing brace.
std::string head(const Json& input, const Params& params, const FaultScope& scope,
                 std::chrono::seconds patience) {
  Json json{{"run", scope.run_id},
            {"fault", scope.fault},
            {"aws", {{"region", params.get<std::string>(k_aws_region)}}},
            {"deadline_s", (patience - k_margin).count()}};
  if (params.has("endpoint")) json["aws"]["endpoint"] = params.get<std::string>("endpoint");
  if (params.has("profile")) json["aws"]["profile"] = params.get<std::string>("profile");
  if (scope.fence_first) json["fence_first"] = true;
  json.update(input);
  std::string text = json.dump();
  text.pop_back();
  return text;
}

Action call(const AwsWork& work, const std::string& verb, std::chrono::seconds patience,
            Text input) {
  return {{}, patience, Exec{{"@gameday", "agent", work.agent, "--", verb}, std::move(input)}};
}

}  // namespace

ParamSpec aws_region_param() {
  return {.name = k_aws_region, .required = true, .help = "region of AWS, eu-west-1"};
}

ParamSpec aws_endpoint_param() {
  return {.name = "endpoint",
          .help = "URL that is asked instead of AWS's own",
          .fallback = "AWS_ENDPOINT_URL, else AWS's own"};
}

ParamSpec aws_profile_param() {
  return {.name = "profile",
          .help = "profile of the shared credentials files",
          .fallback = "the usual chain: environment, web identity, AWS_PROFILE, this machine"};
}

ParamSpec aws_broken_param() {
  return {.name = "region", .help = "the region of the inventory that it breaks"};
}

Change aws_change(const AwsWork& work, const Json& input, const Params& params,
                  const FaultScope& scope) {
  const std::string brief = head(input, params, scope, k_look_patience);
  const std::string patient = head(input, params, scope, work.patience);
  const auto outlive =
      std::chrono::ceil<std::chrono::seconds>(scope.expires_after) + k_aws_revert_budget;
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, work.name);
  change.capture = call(work, "capture", k_look_patience,
                        {fmt::format(R"({},"outlive_s":{}}})", brief, outlive.count())});
  change.capture_fields = {"json"};
  change.apply = call(work, "apply", work.patience,
                      {patient + R"(,"deadline":")", Expiry{scope.expires_after}, R"(Z","prior":)",
                       Captured{"/json"}, "}"});
  change.verify = {
      call(work, "look", k_look_patience, {brief + R"(,"prior":)", Captured{"/json"}, "}"}),
      {.status = 0, .contains = {R"("state":"in_force")"}},
      {.status = 0, .contains = {R"("state":"gone")"}},
      Match{.status = 0, .contains = {R"("state":"partial")"}}};
  if (work.reverts) {
    change.revert =
        call(work, "revert", work.patience, {patient + R"(,"prior":)", Captured{"/json"}, "}"});
  }
  return change;
}

Proof aws_proof(const Change& change) { return own_look(change, "AWS says so"); }

}  // namespace gameday
