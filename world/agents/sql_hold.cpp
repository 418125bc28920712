// SPDX-License-Identifier: Apache-2.0
// Leaves sessions with a PostgreSQL server that it keeps by itself for a time: a lock, a paused
// replay, taken connections. Nothing of ours stays behind; what ends them is the server, in time,
// or whoever terminates them by their application name.
#include <fmt/format.h>

#include "world/agents.hpp"
#include "world/sql_hold.hpp"

namespace gameday {

const Agent k_agent_sql_hold{
    "sql_hold", "sessions that a PostgreSQL server keeps for a time",
    [](const AgentCall& call) -> Result<std::string> {
      const auto hold = read_sql_hold(call.input());
      if (!hold) return tl::unexpected(hold.error());
      return hold_sessions(*hold).map([](int held) { return fmt::format("holds {}\n", held); });
    }};

}  // namespace gameday
