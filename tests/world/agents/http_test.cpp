// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "base/catalog.hpp"
#include "world/agents.hpp"
#include "world/http_agent.hpp"

using namespace gameday;

TEST_CASE("the agent is found by its name, and tells what it could not do") {
  const Agent* agent = find_kind(agents(), "http");
  REQUIRE(agent == &k_agent_http);
  const auto nothing = agent->run({{}, [] { return std::string{"nonsense"}; }});
  REQUIRE_FALSE(nothing);
  CHECK(nothing.error().kind == ErrorKind::bad_input);
  // Nobody listens on port 1.
  const HttpRequest request{"GET", "http://127.0.0.1:1/", {}, {}};
  const auto refused =
      agent->run({{}, [&] { return write_request(request, std::chrono::seconds{1}); }});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::failed);
}
