// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/rabbit_depth.hpp"

#include <doctest/doctest.h>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr const char* k_ten_past = "Mon, 23 Nov 2026 10:00:10 GMT";  // 1795428010

RabbitDepth read(const std::string& body, const std::string& date = k_ten_past) {
  const auto depth = read_rabbit_depth(body, date);
  REQUIRE_MESSAGE(depth, depth.error().text());
  return *depth;
}

}  // namespace

TEST_CASE("what waits is counted, and the age is that of the first message where it tells one") {
  const RabbitDepth depth = read(R"({"messages":7,"head_message_timestamp":1795428000})");
  CHECK(depth.backlog == 7);
  CHECK(depth.oldest == Duration{10s});
  CHECK(read(R"({"messages":7,"head_message_timestamp":1795428020})").oldest == Duration{});
}

TEST_CASE("an age that nobody tells is unknown, and not none") {
  for (const char* body : {R"({"messages":7,"head_message_timestamp":null})", R"({"messages":7})",
                           R"({"messages":7,"head_message_timestamp":""})"}) {
    CHECK_FALSE(read(body).oldest);
  }
  CHECK_FALSE(read(R"({"messages":7,"head_message_timestamp":1795428000})", "").oldest);
  CHECK(read(R"({"messages":0})").oldest == Duration{});
}

TEST_CASE("a depth that nobody tells is no depth") {
  CHECK(read_rabbit_depth("[]", k_ten_past).error().why ==
        "the broker does not say how much waits");
  for (const char* body : {"", "[]", "{}", R"({"messages":null})", R"({"messages":-1})"}) {
    CAPTURE(body);
    CHECK_FALSE(read_rabbit_depth(body, k_ten_past));
  }
}

TEST_CASE("too much, too old, or of unknown age where an age is asked for") {
  CHECK(find_excess({.backlog = 10, .oldest = 5s}, 10, 5s).empty());
  CHECK(find_excess({.backlog = 11, .oldest = 5s}, 10, 5s) ==
        "11 messages wait, the oldest for 5s");
  CHECK(find_excess({.backlog = 1, .oldest = 6s}, 10, 5s) == "1 messages wait, the oldest for 6s");
  CHECK(find_excess({.backlog = 1}, 10, 5s) == "1 messages wait, the oldest for an unknown time");
  CHECK(find_excess({.backlog = 1}, 10, std::nullopt).empty());
}
