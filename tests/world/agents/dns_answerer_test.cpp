// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "world/agents.hpp"

using namespace gameday;

namespace {

std::string why(std::vector<std::string> words) {
  const auto served = k_agent_dns_answerer.run({words, [] { return std::string{}; }});
  REQUIRE_FALSE(served);
  return served.error().text();
}

}  // namespace

TEST_CASE("an answerer with wrong words never starts") {
  CHECK(why({}).find("eight words") != std::string::npos);
  CHECK(why({"5353", "nowhere", "silence", "x", "-", "1", "7", "run"}).find("nowhere") !=
        std::string::npos);
  CHECK(why({"5353", "127.0.0.1", "loudly", "x", "-", "1", "7", "run"}).find("loudly") !=
        std::string::npos);
  CHECK(why({"0", "127.0.0.1", "silence", "x", "-", "1", "7", "run"}).find("no port") !=
        std::string::npos);
  CHECK(why({"5353", "127.0.0.1", "silence", "x", "-", "1", "0", "run"}).find("no mark") !=
        std::string::npos);
  CHECK(why({"5353", "127.0.0.1", "silence", "x", "-", "0", "7", "run"}).find("no time") !=
        std::string::npos);
}
