// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/queue_depth.hpp"

#include <doctest/doctest.h>

using namespace gameday;
using namespace std::chrono_literals;
using Kind = RespReply::Kind;

namespace {

RespReply text(std::string what) { return {Kind::text, std::move(what), 0, {}}; }
RespReply number(std::int64_t what) { return {Kind::number, {}, what, {}}; }
RespReply list(std::vector<RespReply> items) { return {Kind::list, {}, 0, std::move(items)}; }

RespReply group(const std::string& name, std::int64_t pending, const RespReply& lag) {
  return list({text("name"), text(name), text("consumers"), number(1), text("pending"),
               number(pending), text("last-delivered-id"), text("1000-0"), text("lag"), lag});
}

std::vector<RespReply> replies(const RespReply& groups, const std::string& oldest_pending = {}) {
  return {list({text("2"), text("500000")}), groups,
          oldest_pending.empty() ? list({number(0), {}, {}, {}})
                                 : list({number(1), text(oldest_pending), text("1000-0"), {}})};
}

}  // namespace

TEST_CASE("the backlog is what nobody has, and what was not acknowledged") {
  const auto depth = read_depth(
      replies(list({group("others", 9, number(9)), group("workers", 3, number(4))}), "700-0"),
      "workers");
  REQUIRE(depth);
  CHECK(depth->backlog == 7);
  CHECK(depth->undelivered == 4);
  CHECK(depth->last_delivered == "1000-0");
  CHECK(depth->now == 2500ms);
  // The oldest is 700 ms after the epoch, the server's clock at 2,500 ms.
  CHECK(oldest_age(*depth, list({})).value() == 1800ms);
  CHECK(oldest_age(*depth, list({list({text("500-3"), list({})})})).value() == 2000ms);
}

TEST_CASE("with nothing waiting there is no age") {
  const auto depth = read_depth(replies(list({group("workers", 0, number(0))})), "workers");
  REQUIRE(depth);
  CHECK(depth->backlog == 0);
  CHECK(oldest_age(*depth, list({})).value() == 0ms);
}

TEST_CASE("what cannot be told is not taken for an empty queue") {
  const auto why = [](std::vector<RespReply> told) {
    const auto depth = read_depth(told, "workers");
    REQUIRE_FALSE(depth);
    return depth.error().why;
  };
  CHECK(why(replies(list({}))).find("no group workers") != std::string::npos);
  CHECK(why(replies(list({group("workers", 0, RespReply{})}))).find("lag") != std::string::npos);
  CHECK(why({}).find("others") != std::string::npos);
  CHECK(why(replies({Kind::error, "ERR no such key", 0, {}})) == "ERR no such key");
  const auto depth = read_depth(replies(list({group("workers", 0, number(0))})), "workers");
  CHECK_FALSE(oldest_age(*depth, list({list({text("no id")})})));
  CHECK_FALSE(oldest_age(*depth, {Kind::error, "ERR", 0, {}}));
}
