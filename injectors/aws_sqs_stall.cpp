// SPDX-License-Identifier: Apache-2.0
// Breaks: a queue of Amazon SQS, from which nobody may receive, or to which nobody may send: its
// policy gets a statement of ours that denies it to everybody. Heals: consumers and producers that
// wait and try again. The revert puts the policy back byte for byte; where somebody else has
// changed it meanwhile, only our statement goes. The statement denies nothing after its deadline,
// which SQS itself watches. A policy takes effect within a minute (Amazon SQS Developer Guide).
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "injectors/aws_action.hpp"
#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

const ParamSpec k_params[] = {
    aws_region_param(),
    {.name = "sqs_queue", .required = true, .help = "the queue, by its name"},
    {.name = "deny",
     .help = "what nobody may do",
     .fallback = "receive",
     .one_of = {"receive", "send"}},
    aws_broken_param(),
    aws_endpoint_param(),
    aws_profile_param(),
};

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  if (params.has("region")) {
    if (auto known = target_region(params, scope); !known) return tl::unexpected(known.error());
  }
  const std::string queue = params.get<std::string>("sqs_queue");
  const std::string what = params.get<std::string>("deny", "receive");
  const char* action = what == "send" ? "sqs:SendMessage" : "sqs:ReceiveMessage";
  Change change =
      aws_change({.agent = "aws_sqs", .name = queue, .patience = std::chrono::seconds{60}},
                 {{"queue", queue}, {"action", action}}, params, scope);
  change.summary = fmt::format("denies {} to everybody in the policy of the queue {} of {}", action,
                               queue, params.get<std::string>(k_aws_region));
  change.verify.inert = Match{.status = 0, .contains = {R"("state":"lapsed")"}};
  change.expires_after = scope.expires_after;
  change.dead_man = DeadMan::cloud;
  FaultPlan result;
  result.asynchronous = true;
  result.proofs.push_back(aws_proof(change));
  result.changes.push_back(std::move(change));
  return result;
}

}  // namespace

const Injector k_injector_aws_sqs_stall{
    .name = "aws_sqs_stall",
    .summary = "a queue of Amazon SQS denies receiving or sending",
    .breaks = "its consumers or its producers",
    .heals = "both, if they wait and try again",
    .params = k_params,
    .plan = plan,
    .dead_man = "SQS: the statement denies nothing after its deadline",
    .example = R"(aws_region = "eu-west-1"
sqs_queue = "orders")",
};

}  // namespace gameday
