// SPDX-License-Identifier: Apache-2.0
// Asks a PostgreSQL server one thing, and takes "nobody listens there" for an answer: what only the
// server could hold is gone with it.
#include "world/agents.hpp"
#include "world/sql_hold.hpp"

namespace gameday {

const Agent k_agent_sql_look{
    "sql_look", "one question to a PostgreSQL server, which may be gone",
    [](const AgentCall& call) -> Result<std::string> {
      const auto question = read_sql_question(call.input());
      if (!question) return tl::unexpected(question.error());
      return answer_question(*question).map([](const std::string& cell) { return cell + "\n"; });
    }};

}  // namespace gameday
