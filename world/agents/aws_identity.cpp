// SPDX-License-Identifier: Apache-2.0
// Says as whom gameday acts on AWS, from where its credentials come, and when they end: what has to
// be known before a fault, for they must outlive it. AWS STS API Reference, GetCallerIdentity,
// which needs no permission.
#include <array>
#include <nlohmann/json.hpp>

#include "world/agents.hpp"
#include "world/cloud/aws_verbs.hpp"

namespace gameday {
namespace {

Result<Json> tell(const AwsClient& client, const Json&) {
  const auto answer = client.query({"sts", "GetCallerIdentity"});
  if (!answer) return tl::unexpected(answer.error());
  const AwsCredentials& keys = client.credentials();
  return Json{{"arn", answer->text_of("GetCallerIdentityResult/Arn")},
              {"account", answer->text_of("GetCallerIdentityResult/Account")},
              {"source", keys.source},
              {"temporary", !keys.token.empty()},
              {"renewable", keys.renewable},
              {"expires", keys.expires ? Json(format_utc(*keys.expires)) : Json(nullptr)}};
}

constexpr std::array k_verbs{AwsVerb{"tell", tell}};

}  // namespace

const Agent k_agent_aws_identity{
    "aws_identity", "as whom gameday acts on AWS, and until when",
    [](const AgentCall& call) { return run_verb(call, k_verbs, real_aws_world()); }};

}  // namespace gameday
