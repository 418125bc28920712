// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/catalog.hpp"
#include "world/agents.hpp"

using namespace gameday;

TEST_CASE("the agent that looks takes an address where nothing listens for an answer") {
  const Agent* agent = find_kind(agents(), "sql_look");
  REQUIRE(agent == &k_agent_sql_look);
  CHECK_FALSE(agent->run({{}, [] { return std::string{"nonsense"}; }}));
  const auto gone = agent->run(
      {{}, [] {
         return std::string{R"({"server":{"label":"a","control":"127.0.0.1","port":1,)"
                            R"("dbname":"shop","user":"postgres"},"statement":"select 1",)"
                            R"("if_refused":"gone","deadline_ms":500})"};
       }});
  CHECK(gone.value() == "gone\n");
}
