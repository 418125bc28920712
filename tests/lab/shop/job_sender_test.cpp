// SPDX-License-Identifier: Apache-2.0
// Against a real Redis.
#include "lab/shop/job_sender.hpp"

#include <doctest/doctest.h>

#include "tests/lab/support/redis_server.hpp"

using namespace gameday;
using namespace gameday::shop;
using namespace std::chrono_literals;

namespace {

std::int64_t length(RedisServer& server) { return server.tell({"XLEN", "jobs"}).number; }

}  // namespace

TEST_CASE("orders arrive in the stream in order") {
  RedisServer server;
  JobSender sender{server.where()};
  for (const std::string order : {"a", "b", "c"}) CHECK(sender.post(order));
  REQUIRE(eventually([&] { return length(server) == 3; }));
  const auto entries = server.tell({"XRANGE", "jobs", "-", "+"});
  CHECK(entries.items.at(0).items.at(1).items.at(1).text == "a");
  CHECK(entries.items.at(2).items.at(1).items.at(1).text == "c");
  CHECK(eventually([&] { return sender.waiting() == 0; }));
}

TEST_CASE("a queue that holds writes back holds up nobody, and gets the orders afterwards") {
  RedisServer server;
  JobSender sender{server.where()};
  server.tell({"CLIENT", "PAUSE", "60000", "WRITE"});
  const auto before = std::chrono::steady_clock::now();
  for (int order = 0; order < 100; ++order) CHECK(sender.post(std::to_string(order)));
  CHECK(std::chrono::steady_clock::now() - before < 100ms);
  CHECK(sender.waiting() == 100);
  server.tell({"CLIENT", "UNPAUSE"});
  CHECK(eventually([&] { return length(server) >= 100; }));
}

TEST_CASE("a queue that is away gets the orders when it is there") {
  RedisServer server;
  server.end();
  JobSender sender{server.where()};
  CHECK(sender.post("order"));
  server.start();
  CHECK(eventually([&] { return length(server) == 1; }));
}

TEST_CASE("more orders than can wait are told apart, and the end does not wait for them") {
  const auto before = std::chrono::steady_clock::now();
  {
    JobSender sender{"127.0.0.1:1"};
    for (std::size_t order = 0; order < JobSender::k_limit; ++order) REQUIRE(sender.post("x"));
    CHECK_FALSE(sender.post("one too many"));
  }
  CHECK(std::chrono::steady_clock::now() - before < 3s);
}
