// SPDX-License-Identifier: Apache-2.0
// Finds what any run has left in one region of AWS, by the tags and statements that it carries, and
// says with which agent and input it is looked at and taken back. A service that could not be asked
// is told, and the others are looked at all the same. Amazon EC2 API Reference,
// DescribeNetworkAcls; AWS FIS API Reference, ListExperiments, ListExperimentTemplates; Amazon SQS
// API Reference, ListQueues, GetQueueAttributes.
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "world/agents.hpp"
#include "world/cloud/aws_verbs.hpp"
#include "world/cloud/fis_pages.hpp"
#include "world/cloud/network_acl.hpp"
#include "world/cloud/sqs_policy.hpp"

namespace gameday {
namespace {

/// As many as SQS lists in one answer.
constexpr std::size_t k_most_queues = 1000;

std::string value(const auto& tags, std::string_view key) {
  const auto found = tags.find(key);
  return found == tags.end() ? "" : found->second;
}

/// By run and fault: several ACLs, or a template and its experiment, are one fault.
Json found(const char* agent, const auto& tags, const std::string& what) {
  const std::string run = value(tags, k_tag_run);
  const std::string fault = value(tags, k_tag_fault);
  return Json{{"agent", agent},
              {"run", run},
              {"deadline", value(tags, k_tag_deadline)},
              {"what", what},
              {"fence_first", value(tags, k_tag_fence) == k_fence_first},
              {"input", {{"run", run}, {"fault", fault}}}};
}

Result<Json> find_acls(const AwsClient& client) {
  AwsQuery query{"ec2", "DescribeNetworkAcls"};
  add_filter(query, 1, "tag-key", {std::string{k_tag_run}});
  const auto pages = client.query_all(query);
  if (!pages) return tl::unexpected(pages.error());
  Json all = Json::array();
  std::set<std::string> known;
  for (const XmlElement& page : *pages) {
    for (const NetworkAcl& acl : read_network_acls(page)) {
      Json each = found("aws_acl", acl.tags, fmt::format("network ACL {} of {}", acl.id, acl.vpc));
      if (known.insert(each["input"].dump()).second) all.push_back(std::move(each));
    }
  }
  return all;
}

Result<Json> find_experiments(const AwsClient& client) {
  Json all = Json::array();
  std::set<std::string> known;
  const auto add = [&](const auto& item, const std::string& what) {
    if (!item.tags.contains(k_tag_run)) return;
    Json each = found("aws_fis", item.tags, what);
    if (known.insert(each["input"].dump()).second) all.push_back(std::move(each));
  };
  const auto experiments = list_fis<FisExperiment>(client, "/experiments", read_experiments);
  if (!experiments) return tl::unexpected(experiments.error());
  for (const FisExperiment& each : *experiments) {
    if (!is_ended(each)) add(each, fmt::format("experiment {}, {}", each.id, each.status));
  }
  const auto templates = list_fis<FisTemplate>(client, "/experimentTemplates", read_templates);
  if (!templates) return tl::unexpected(templates.error());
  for (const FisTemplate& each : *templates) add(each, "experiment template " + each.id);
  return all;
}

Result<std::string> policy_of(const AwsClient& client, const std::string& url) {
  const Json body{{"QueueUrl", url}, {"AttributeNames", {"Policy"}}};
  const auto answer = client.json(
      {.service = "sqs", .target = "AmazonSQS.GetQueueAttributes", .body = body.dump()});
  if (answer) return answer->value("Attributes", Json::object()).value("Policy", "");
  // Deleted since it was listed.
  if (answer.error().kind == ErrorKind::absent) return "";
  return tl::unexpected(answer.error());
}

Result<Json> find_statements(const AwsClient& client) {
  const Json body{{"MaxResults", k_most_queues}};
  const auto answer =
      client.json({.service = "sqs", .target = "AmazonSQS.ListQueues", .body = body.dump()});
  if (!answer) return tl::unexpected(answer.error());
  if (answer->contains("NextToken")) {
    return fail(ErrorKind::failed, "look for our statements", client.place().region,
                fmt::format("there are more than {} queues", k_most_queues));
  }
  Json all = Json::array();
  for (const Json& url : answer->value("QueueUrls", Json::array())) {
    const std::string text = url.is_string() ? url.get<std::string>() : "";
    const auto policy = policy_of(client, text);
    if (!policy) return tl::unexpected(policy.error());
    const std::string name = text.substr(text.rfind('/') + 1);
    for (const SqsStatement& statement : our_statements(*policy)) {
      all.push_back({{"agent", "aws_sqs"},
                     {"run", statement.run},
                     {"deadline", statement.deadline},
                     {"what", fmt::format("statement {} of the queue {}", statement.id, name)},
                     {"input", {{"queue", name}, {"statement", statement.id}}}});
    }
  }
  return all;
}

Result<Json> find(const AwsClient& client, const Json&) {
  Json all{{"found", Json::array()}, {"unseen", Json::array()}};
  for (auto* look : {find_acls, find_experiments, find_statements}) {
    const auto some = look(client);
    if (!some) {
      all["unseen"].push_back(some.error().text());
      continue;
    }
    for (const Json& each : *some) all["found"].push_back(each);
  }
  return all;
}

constexpr std::array k_verbs{AwsVerb{"find", find}};

}  // namespace

const Agent k_agent_aws_find{
    "aws_find", "what runs have left in a region of AWS",
    [](const AgentCall& call) { return run_verb(call, k_verbs, real_aws_world()); }};

}  // namespace gameday
