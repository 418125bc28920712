// SPDX-License-Identifier: Apache-2.0
// Against a server that speaks as Redis does; the real one is in tests/regions/queue_test.cpp.
#include <doctest/doctest.h>

#include <cstdlib>

#include "tests/drills/measure/support/probe_run.hpp"
#include "tests/drills/measure/support/test_server.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using test::TestServer;

namespace {

constexpr const char* k_time = "*2\r\n$2\r\n10\r\n$1\r\n0\r\n";
constexpr const char* k_nothing_pending = "*4\r\n:0\r\n$-1\r\n$-1\r\n*-1\r\n";

std::string groups(int lag) {
  return "*1\r\n*8\r\n$4\r\nname\r\n$7\r\nworkers\r\n$7\r\npending\r\n:0\r\n"
         "$17\r\nlast-delivered-id\r\n$6\r\n1000-0\r\n$3\r\nlag\r\n:" +
         std::to_string(lag) + "\r\n";
}

/// Answers the first batch with `lag` messages waiting, the second with one that is 2 s old.
TestServer::Handler redis(int lag, std::string before = {}) {
  return [lag, before](int, std::string& received) -> std::optional<test::Reply> {
    if (received.find("XPENDING") != std::string::npos) {
      received.clear();
      return test::Reply{before + k_time + groups(lag) + k_nothing_pending};
    }
    if (received.find("XRANGE") == std::string::npos) return std::nullopt;
    const bool asks_behind = received.find("(1000-0") != std::string::npos;
    received.clear();
    if (!asks_behind) return test::Reply{"-ERR wrong id\r\n"};
    return test::Reply{lag == 0 ? "*0\r\n" : "*1\r\n*2\r\n$6\r\n8000-0\r\n*0\r\n"};
  };
}

struct Asked {
  Inventory inventory;
  ProbeSpec spec = test::make_probe("queue");

  explicit Asked(const TestServer& server) {
    Queue jobs;
    jobs.name = "jobs";
    jobs.address = server.endpoint();
    jobs.stream = "jobs";
    jobs.group = "workers";
    inventory.queues["jobs"] = jobs;
    spec.params.set("queue", std::string{"jobs"});
    spec.params.set("max_backlog", std::int64_t{10});
    spec.params.set("max_age", Duration{5s});
  }

  Sample sample() {
    const auto loop = test::make_loop();
    return test::sample_once(spec, *loop, inventory);
  }
};

}  // namespace

TEST_CASE("queue: little that waits, and not for long, is good") {
  const TestServer server(redis(3));
  Asked asked(server);
  const Sample sample = asked.sample();
  CHECK_MESSAGE(sample.good, sample.error);
  const TestServer empty(redis(0));
  CHECK(Asked(empty).sample().good);
}

TEST_CASE("queue: too much, or too old, is bad, and says how much and how old") {
  const TestServer server(redis(11));
  Asked asked(server);
  CHECK(asked.sample().error == "11 messages wait, the oldest for 2s");
  const TestServer old(redis(3));
  Asked impatient(old);
  impatient.spec.params.set("max_age", Duration{1s});
  CHECK(impatient.sample().error == "3 messages wait, the oldest for 2s");
}

TEST_CASE("queue: a password is shown first, and what the server refuses is bad") {
  ::setenv("GAMEDAY_TEST_REDIS", "s3cret", 1);
  const TestServer server(redis(3, "+OK\r\n"));
  Asked asked(server);
  asked.inventory.queues["jobs"].password =
      SecretRef{SecretRef::From::environment, "GAMEDAY_TEST_REDIS"};
  CHECK(asked.sample().good);
  const TestServer strict(redis(3, "-WRONGPASS\r\n"));
  Asked refused(strict);
  refused.inventory.queues["jobs"].password =
      SecretRef{SecretRef::From::environment, "GAMEDAY_TEST_REDIS"};
  CHECK(refused.sample().error == "the server does not know us");
  ::unsetenv("GAMEDAY_TEST_REDIS");
}

TEST_CASE("queue: silence, nonsense and an end are bad") {
  const TestServer silent(test::hang());
  Asked waiting(silent);
  waiting.spec.timeout = 30ms;
  CHECK(waiting.sample().error == "no answer within 30ms");
  const TestServer babbling([](int, std::string& received) -> std::optional<test::Reply> {
    received.clear();
    return test::Reply{"HTTP/1.1 400 Bad Request\r\n"};
  });
  CHECK_FALSE(Asked(babbling).sample().good);
  TestServer closed(test::hang());
  closed.refuse();
  CHECK(Asked(closed).sample().error == "Connection refused");
}
