// SPDX-License-Identifier: Apache-2.0
// Makes one HTTP request from where it runs: how an Http action reaches what only a host of a lab
// can see. The request comes as JSON on standard input, so that its secrets stand in no command
// line.
#include "world/agents.hpp"
#include "world/http_agent.hpp"

namespace gameday {

const Agent k_agent_http{"http", "one HTTP request, which comes as JSON",
                         [](const AgentCall& call) -> Result<std::string> {
                           const auto asked = read_request(call.input());
                           if (!asked) return tl::unexpected(asked.error());
                           const auto outcome = send_http(asked->request, asked->deadline);
                           if (!outcome) return tl::unexpected(outcome.error());
                           return write_answer(*outcome);
                         }};

}  // namespace gameday
