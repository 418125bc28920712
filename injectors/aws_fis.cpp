// SPDX-License-Identifier: Apache-2.0
// Breaks: what an experiment template of AWS FIS breaks. Heals: as the drill says. The experiment
// is stopped by the revert, upon which FIS carries out its post actions; without us it ends with
// the durations of its actions, at most `ends_after`. An experiment that resolved its targets to
// nothing did not bite: the proof is a mismatch.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "injectors/aws_action.hpp"
#include "injectors/canary.hpp"
#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    aws_region_param(),
    {.name = "template", .required = true, .help = "id of the experiment template, EXT1234"},
    {.name = "ends_after",
     .type = ParamType::duration,
     .required = true,
     .help = "how long its actions take at most: then AWS has ended it"},
    aws_broken_param(),
    aws_endpoint_param(),
    aws_profile_param(),
};

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const std::string id = params.get<std::string>("template");
  auto proofs = canary_proofs(params, scope);
  if (!proofs) return tl::unexpected(proofs.error());
  Change change =
      aws_change({.agent = "aws_fis", .name = "experiment"}, {{"template_id", id}}, params, scope);
  change.summary = fmt::format("starts the experiment template {} of AWS FIS in {}", id,
                               params.get<std::string>(k_aws_region));
  change.expires_after = params.get<Duration>("ends_after");
  change.dead_man = DeadMan::cloud;
  FaultPlan result{.changes = {}, .proofs = std::move(*proofs), .mechanism = {}};
  result.asynchronous = true;
  result.proofs.push_back({.name = "the actions of the experiment run",
                           .look = change.verify.look,
                           .confirms = {.status = 0, .contains = {R"("bite":"confirmed")"}},
                           .refutes = {.status = 0, .contains = {R"("bite":"mismatch")"}}});
  result.changes.push_back(std::move(change));
  return result;
}

}  // namespace

const Injector k_injector_aws_fis{
    .name = "aws_fis",
    .summary = "an experiment template of AWS FIS is started and stopped",
    .breaks = "what the template says",
    .heals = "what the drill says",
    .params = k_params,
    .plan = plan,
    .dead_man = "AWS, when the actions of the experiment have lasted",
    .example = R"(aws_region = "eu-west-1"
template = "EXT1a2b3c4d5e6f7"
ends_after = "5m")",
};

}  // namespace gameday
