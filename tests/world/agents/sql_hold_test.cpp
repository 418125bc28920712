// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/catalog.hpp"
#include "world/agents.hpp"

using namespace gameday;

TEST_CASE("the agent that leaves sessions is found by its name, and tells what it could not do") {
  const Agent* agent = find_kind(agents(), "sql_hold");
  REQUIRE(agent == &k_agent_sql_hold);
  const auto nothing = agent->run({{}, [] { return std::string{"nonsense"}; }});
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().kind == ErrorKind::bad_input);
  // Nobody listens on port 1.
  const auto refused =
      agent->run({{}, [] {
                    return std::string{R"({"server":{"label":"a","control":"127.0.0.1","port":1,)"
                                       R"("dbname":"shop","user":"postgres"},"application":"g",)"
                                       R"("script":"select 1","holds":"select true","sessions":1,)"
                                       R"("within_free":false,"deadline_ms":500})"};
                  }});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::failed);
}
