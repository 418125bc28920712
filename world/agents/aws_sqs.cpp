// SPDX-License-Identifier: Apache-2.0
// Stalls an SQS queue by a statement of ours in its policy, which denies receiving or sending until
// a deadline, and puts the policy back as it was, byte for byte where nobody else changed it
// meanwhile. Amazon SQS API Reference: GetQueueUrl, GetQueueAttributes, SetQueueAttributes.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_reader.hpp"
#include "world/agents.hpp"
#include "world/cloud/aws_verbs.hpp"
#include "world/cloud/sqs_policy.hpp"

namespace gameday {
namespace {

/// What the queue says of itself.
struct QueueView {
  std::string url;
  std::string arn;
  std::string policy;  ///< empty = none
};

Result<Json> ask(const AwsClient& client, const std::string& action, const Json& body) {
  return client.json({.service = "sqs", .target = "AmazonSQS." + action, .body = body.dump()});
}

Result<QueueView> view(const AwsClient& client, const Json& input) {
  JsonReader reader{input, "a stalled queue"};
  const std::string name = reader.text("queue");
  if (auto read = reader.finish(true); !read) return tl::unexpected(read.error());
  const auto found = ask(client, "GetQueueUrl", {{"QueueName", name}});
  if (!found) return tl::unexpected(found.error());
  QueueView queue{.url = found->value("QueueUrl", "")};
  const auto answer = ask(client, "GetQueueAttributes",
                          {{"QueueUrl", queue.url}, {"AttributeNames", {"Policy", "QueueArn"}}});
  if (!answer) return tl::unexpected(answer.error());
  const Json attributes = answer->value("Attributes", Json::object());
  queue.arn = attributes.value("QueueArn", "");
  queue.policy = attributes.value("Policy", "");
  return queue;
}

Result<void> set_policy(const AwsClient& client, const QueueView& queue,
                        const std::string& policy) {
  const auto done = ask(client, "SetQueueAttributes",
                        {{"QueueUrl", queue.url}, {"Attributes", {{"Policy", policy}}}});
  if (!done) return tl::unexpected(done.error());
  return {};
}

Result<SqsDeny> read_deny(const Json& input, const QueueView& queue) {
  JsonReader reader{input, "a stalled queue"};
  SqsDeny deny{.run = reader.text("run"),
               .fault = reader.text("fault"),
               .queue_arn = queue.arn,
               .action = reader.text("action"),
               .deadline = reader.text("deadline")};
  return reader.finish(std::move(deny));
}

/// Of the fault, or as it was found in a policy by whoever knows no fault.
Result<std::string> read_id(const Json& input) {
  JsonReader reader{input, "a stalled queue"};
  if (auto found = reader.optional_text("statement")) return *found;
  const std::string run = reader.text("run");
  const std::string fault = reader.text("fault");
  return reader.finish(statement_id(run, fault));
}

Result<Json> capture(const AwsClient& client, const Json& input) {
  const auto queue = view(client, input);
  if (!queue) return tl::unexpected(queue.error());
  const auto ours = our_statements(queue->policy);
  if (!ours.empty()) {
    return fail(ErrorKind::refused, "stall the queue", queue->arn,
                "run " + ours.front().run + " has stalled it already",
                "gameday recover lifts what that run left");
  }
  return Json{{"policy", queue->policy}};
}

/// in_force until the deadline in the statement, lapsed from then on: denying nothing any more.
Json describe(const QueueView& queue, const std::string& id, const std::string& now) {
  std::string state = "gone";
  for (const SqsStatement& statement : our_statements(queue.policy)) {
    if (statement.id == id) state = statement.deadline > now ? "in_force" : "lapsed";
  }
  return Json{{"state", state}, {"queue", queue.arn}};
}

Result<Json> look(const AwsClient& client, const Json& input) {
  const auto queue = view(client, input);
  if (!queue) return tl::unexpected(queue.error());
  const auto id = read_id(input);
  if (!id) return tl::unexpected(id.error());
  return describe(*queue, *id, format_utc(client.now()));
}

Result<Json> wait_for(const AwsClient& client, const Json& input, const std::string& wanted) {
  Json seen;
  const auto done = client.wait_until("see the policy of the queue", [&]() -> Result<bool> {
    auto shown = look(client, input);
    if (!shown) return tl::unexpected(shown.error());
    seen = std::move(*shown);
    return seen["state"] == wanted;
  });
  if (!done) return tl::unexpected(done.error());
  return seen;
}

Result<Json> apply(const AwsClient& client, const Json& input) {
  const auto queue = view(client, input);
  if (!queue) return tl::unexpected(queue.error());
  const auto deny = read_deny(input, *queue);
  if (!deny) return tl::unexpected(deny.error());
  const auto policy = with_statement(queue->policy, *deny);
  if (!policy) return tl::unexpected(policy.error());
  if (auto set = set_policy(client, *queue, *policy); !set) return tl::unexpected(set.error());
  return wait_for(client, input, "in_force");
}

/// A service may give a policy back written otherwise than it was put.
bool mean_the_same(const std::string& one, const std::string& other) {
  return one == other || Json::parse(one, nullptr, false) == Json::parse(other, nullptr, false);
}

/// What was there before where all else in the policy is still as it was; otherwise only our
/// statement goes.
Result<std::string> policy_without_us(const QueueView& queue, const std::string& id,
                                      const Json& input) {
  auto rest = without_statement(queue.policy, id);
  if (!rest || !input.contains("prior")) return rest;
  const std::string prior = input["prior"].value("policy", "");
  const auto same = without_statement(prior, id);
  return same && mean_the_same(*same, *rest) ? prior : rest;
}

Result<Json> revert(const AwsClient& client, const Json& input) {
  const auto queue = view(client, input);
  if (!queue) return tl::unexpected(queue.error());
  const auto id = read_id(input);
  if (!id) return tl::unexpected(id.error());
  const auto ours = our_statements(queue->policy);
  if (std::ranges::find(ours, *id, &SqsStatement::id) == ours.end()) {
    return describe(*queue, *id, format_utc(client.now()));
  }
  const auto policy = policy_without_us(*queue, *id, input);
  if (!policy) return tl::unexpected(policy.error());
  if (auto set = set_policy(client, *queue, *policy); !set) return tl::unexpected(set.error());
  return wait_for(client, input, "gone");
}

constexpr std::array k_verbs{AwsVerb{"capture", capture}, AwsVerb{"apply", apply},
                             AwsVerb{"look", look}, AwsVerb{"revert", revert}};

}  // namespace

const Agent k_agent_aws_sqs{
    "aws_sqs", "an SQS queue that denies receiving or sending, and its policy put back",
    [](const AgentCall& call) { return run_verb(call, k_verbs, real_aws_world()); }};

}  // namespace gameday
