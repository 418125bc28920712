// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "world/agents.hpp"

using namespace gameday;

namespace {

std::string why(const std::vector<std::string>& words) {
  const auto held = k_agent_delay_queue.run({words, [] { return std::string{}; }});
  REQUIRE_FALSE(held);
  CHECK(held.error().kind == ErrorKind::bad_input);
  return held.error().text();
}

bool has(const std::string& text, const char* piece) { return text.find(piece) != text.npos; }

}  // namespace

TEST_CASE("a holder with wrong words never starts") {
  CHECK(has(why({}), "five words"));
  CHECK(has(why({"65536", "1000", "0", "1", "0123abcd"}), "no queue"));
  CHECK(has(why({"x", "1000", "0", "1", "0123abcd"}), "no queue"));
  CHECK(has(why({"7", "-1", "0", "1", "0123abcd"}), "no delay"));
  CHECK(has(why({"7", "1000", "1001", "1", "0123abcd"}), "jitter"));
  CHECK(has(why({"7", "1000", "0", "0", "0123abcd"}), "no time"));
  CHECK(has(why({"7", "1000", "0", "86401", "0123abcd"}), "no time"));
}
