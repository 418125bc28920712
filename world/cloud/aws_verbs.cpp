// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_verbs.hpp"

#include <nlohmann/json.hpp>

#include "world/cloud/aws_login.hpp"

namespace gameday {

Result<std::string> run_verb(const AgentCall& call, std::span<const AwsVerb> verbs,
                             const AwsWorld& world) {
  const std::string word = call.words.empty() ? "" : call.words.front();
  for (const AwsVerb& verb : verbs) {
    if (verb.name != word) continue;
    const Json input = Json::parse(call.input(), nullptr, false);
    const auto client = open_aws(input, world);
    if (!client) return tl::unexpected(client.error());
    const auto printed = verb.act(*client, input);
    if (!printed) return tl::unexpected(printed.error());
    return printed->dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  }
  return fail(ErrorKind::bad_input, "work on AWS", "", "there is no verb \"" + word + "\"");
}

}  // namespace gameday
