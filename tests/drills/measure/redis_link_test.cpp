// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/redis_link.hpp"

#include <doctest/doctest.h>

#include "tests/drills/measure/support/await.hpp"
#include "tests/drills/measure/support/fake_redis.hpp"

namespace gameday {
namespace {

using test::FakeRedis;
using test::RedisSays;

std::shared_ptr<RedisLink> open_link(SamplerLoop& loop, int port) {
  auto link = std::make_shared<RedisLink>(loop, Endpoint{"127.0.0.1", port});
  link->open();
  return link;
}

TEST_CASE("replies come in the order of what was asked, over one connection") {
  FakeRedis redis{[](const auto& words) { return RedisSays{"+" + words.back() + "\r\n"}; }};
  const auto loop = test::make_loop();
  const auto link = open_link(*loop, redis.port());
  std::vector<std::string> got;
  for (const std::string word : {"one", "two", "three"}) {
    link->ask({"ECHO", word}, [&got](const Result<RespReply>& reply) {
      got.push_back(reply ? reply->text : reply.error().why);
    });
  }
  CHECK(test::await(*loop, [&] { return got.size() == 3; }));
  CHECK(got == std::vector<std::string>{"one", "two", "three"});
  CHECK(redis.server().accepted() == 1);
}

TEST_CASE("what was asked and not answered when it hangs up is an error, each once") {
  FakeRedis redis{[](const auto& words) {
    return words.back() == "last" ? RedisSays{"", true} : RedisSays{"+OK\r\n"};
  }};
  const auto loop = test::make_loop();
  const auto link = open_link(*loop, redis.port());
  int answered = 0;
  int failed = 0;
  const auto count = [&](const Result<RespReply>& reply) { ++(reply ? answered : failed); };
  link->ask({"ECHO", "first"}, count);
  CHECK(test::await(*loop, [&] { return answered == 1; }));
  link->ask({"ECHO", "last"}, count);
  link->ask({"ECHO", "after"}, count);
  CHECK(test::await(*loop, [&] { return failed == 2; }));
  CHECK(answered == 1);
  CHECK_FALSE(link->is_open());
}

TEST_CASE("a server that is not there is an error") {
  const auto loop = test::make_loop();
  FakeRedis redis{[](const auto&) { return RedisSays{}; }};
  redis.server().refuse();
  const auto link = open_link(*loop, redis.port());
  bool failed = false;
  link->ask({"PING"}, [&](const Result<RespReply>& reply) { failed = !reply; });
  CHECK(test::await(*loop, [&] { return failed; }));
}

TEST_CASE("an answer to nothing, or none that can be read, ends the connection") {
  const auto loop = test::make_loop();
  FakeRedis redis{[](const auto&) { return RedisSays{"?what\r\n"}; }};
  const auto link = open_link(*loop, redis.port());
  bool failed = false;
  link->ask({"PING"}, [&](const Result<RespReply>& reply) { failed = !reply; });
  CHECK(test::await(*loop, [&] { return failed; }));
  CHECK_FALSE(link->is_open());
}

}  // namespace
}  // namespace gameday
