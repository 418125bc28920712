// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/redis_master.hpp"

#include <doctest/doctest.h>

#include <atomic>

#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/fake_redis.hpp"

namespace gameday {
namespace {

using test::FakeRedis;
using test::RedisSays;
using test::resp_list;

RedisSays says_role(const std::string& role) { return {resp_list({role, "0"})}; }

/// A sentinel that names a port on this machine.
FakeRedis::Script names(const std::atomic<int>& port) {
  return [&port](const auto& words) {
    if (words.size() != 3 || words[2] != "jobs") return RedisSays{"*-1\r\n"};
    return RedisSays{resp_list({"127.0.0.1", std::to_string(port.load())})};
  };
}

RedisWay way_by(const std::vector<int>& sentinels) {
  RedisWay way;
  way.master = "jobs";
  for (const int port : sentinels) way.sentinels.push_back({"127.0.0.1", port});
  return way;
}

int found_by(RedisWay way) {
  const auto loop = test::make_loop();
  int port = 0;
  std::shared_ptr<RedisLink> link;
  RedisMaster master{*loop, std::move(way), [&](std::shared_ptr<RedisLink> found) {
                       link = std::move(found);
                       port = link->at().port;
                     }};
  master.look();
  master.look();
  CHECK(test::await(*loop, [&] { return port != 0; }));
  return port;
}

TEST_CASE("a sentinel is asked, and the master that it names is asked for its role") {
  FakeRedis redis{[](const auto&) { return says_role("master"); }};
  const std::atomic<int> port{redis.port()};
  FakeRedis sentinel{names(port)};
  CHECK(found_by(way_by({sentinel.port()})) == redis.port());
  CHECK(sentinel.server().accepted() == 1);
}

TEST_CASE("a sentinel that is down, silent or ignorant hands on to the next") {
  FakeRedis redis{[](const auto&) { return says_role("master"); }};
  const std::atomic<int> port{redis.port()};
  FakeRedis good{names(port)};
  FakeRedis bad{[](const auto&) { return RedisSays{"*-1\r\n"}; }};
  FakeRedis silent{[](const auto&) { return RedisSays{}; }};
  SUBCASE("ignorant") { CHECK(found_by(way_by({bad.port(), good.port()})) == redis.port()); }
  SUBCASE("silent") { CHECK(found_by(way_by({silent.port(), good.port()})) == redis.port()); }
  SUBCASE("down") {
    bad.server().refuse();
    CHECK(found_by(way_by({bad.port(), good.port()})) == redis.port());
  }
}

TEST_CASE("one that is said to be the master and is not is not believed") {
  std::atomic<int> asked{0};
  FakeRedis redis{
      [&](const auto&) { return says_role(asked.fetch_add(1) < 2 ? "slave" : "master"); }};
  const std::atomic<int> port{redis.port()};
  FakeRedis sentinel{names(port)};
  CHECK(found_by(way_by({sentinel.port()})) == redis.port());
  CHECK(asked == 3);
}

TEST_CASE("without sentinels the address itself is the way, and the password goes first") {
  std::vector<std::string> first;
  FakeRedis redis{[&](const auto& words) {
    if (first.empty()) first = words;
    return words.front() == "AUTH" ? RedisSays{"+OK\r\n"} : says_role("master");
  }};
  RedisWay way;
  way.address = {"127.0.0.1", redis.port()};
  way.user = "app";
  way.password = "sesame";
  CHECK(found_by(way) == redis.port());
  CHECK(first == std::vector<std::string>{"AUTH", "app", "sesame"});
}

TEST_CASE("what a sentinel answers is an address and a port, or nothing") {
  using Kind = RespReply::Kind;
  const auto list = [](std::vector<std::string> texts) {
    RespReply reply{.kind = Kind::list};
    for (std::string& text : texts) reply.items.push_back({Kind::text, std::move(text)});
    return reply;
  };
  CHECK(read_master_address(list({"10.77.2.30", "6379"})) == Endpoint{"10.77.2.30", 6379});
  for (const auto& bad :
       {list({}), list({"10.77.2.30"}), list({"10.77.2.30", "63x"}), list({"10.77.2.30", "0"}),
        list({"10.77.2.30", "70000"}), list({"queue-b", "6379"}), RespReply{.kind = Kind::nothing},
        RespReply{.kind = Kind::error, .text = "ERR"}}) {
    CHECK_FALSE(read_master_address(bad));
  }
}

}  // namespace
}  // namespace gameday
