// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "world/agent.hpp"
#include "world/cloud/aws_client.hpp"

namespace gameday {

/// One thing that an agent does with AWS: what it prints, as JSON.
struct AwsVerb {
  std::string_view name;  ///< "capture", "apply", "look", "revert"
  Result<Json> (*act)(const AwsClient& client, const Json& input);
};

/// Reads the agent's input, logs in, and does what its one word says. The input is that of
/// open_aws and has "run" and "fault" besides. Errors: bad_input and those of the verb.
[[nodiscard]] Result<std::string> run_verb(const AgentCall& call, std::span<const AwsVerb> verbs,
                                           const AwsWorld& world);

}  // namespace gameday
