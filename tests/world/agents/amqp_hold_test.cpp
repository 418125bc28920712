// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdlib>

#include "world/agents.hpp"

using namespace gameday;

namespace {

Error why(const std::vector<std::string>& words) {
  const auto held = k_agent_amqp_hold.run({words, [] { return std::string{}; }});
  REQUIRE_FALSE(held);
  return held.error();
}

std::vector<std::string> words(std::size_t at, const std::string& instead) {
  std::vector<std::string> all{"127.0.0.1:1",        "/",   "guest", "orders",
                               "gameday-1a2b3c4d-x", "100", "1"};
  all.at(at) = instead;
  return all;
}

}  // namespace

TEST_CASE("a holder with wrong words never begins") {
  CHECK(why({}).why == "it wants seven words");
  CHECK(why(words(0, "nowhere")).kind == ErrorKind::bad_input);
  CHECK(why(words(2, "guest:guest")).why == "no such credentials");
  CHECK(why(words(5, "x")).why == "no priority: x");
  CHECK(why(words(6, "0")).why == "no time: 0");
  CHECK(why(words(6, "86401")).why == "no time: 86401");
}

TEST_CASE("credentials are read from where the word says, and not told") {
  CHECK(why(words(2, "env:GAMEDAY_TEST_NOTHING")).kind == ErrorKind::failed);
  ::setenv("GAMEDAY_TEST_BROKER", "canary", 1);
  const Error error = why(words(2, "env:GAMEDAY_TEST_BROKER"));
  ::unsetenv("GAMEDAY_TEST_BROKER");
  CHECK(error.kind == ErrorKind::bad_input);
  CHECK(error.text().find("canary") == std::string::npos);
  CHECK(why(words(2, "file:/nowhere/at/all")).kind == ErrorKind::failed);
}

TEST_CASE("a broker that is not there is told") {
  CHECK(why(words(1, "/")).kind == ErrorKind::failed);
}
