// SPDX-License-Identifier: Apache-2.0
// Against a server that answers as the management API of RabbitMQ does; the real one is in
// tests/regions/queue_rabbitmq_test.cpp.
#include "drills/measure/rabbit_probe.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "tests/drills/measure/support/probe_run.hpp"
#include "tests/drills/measure/support/test_server.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using test::TestServer;

namespace {

/// Answers who comes with these credentials, and asks for the right queue.
TestServer::Handler broker(const std::string& body, const std::string& credentials) {
  return [body, credentials](int, std::string& received) -> std::optional<test::Reply> {
    if (received.find("\r\n\r\n") == std::string::npos) return std::nullopt;
    const bool known = received.find("Authorization: " + credentials + "\r\n") != std::string::npos;
    const bool there = received.starts_with("GET /api/queues/%2F/events?columns=");
    received.clear();
    const char* status = !there ? "404 Not Found" : known ? "200 OK" : "401 Unauthorized";
    return test::Reply{std::string{"HTTP/1.1 "} + status +
                       "\r\nDate: Mon, 23 Nov 2026 10:00:10 GMT\r\nContent-Length: " +
                       std::to_string(body.size()) + "\r\n\r\n" + body};
  };
}

constexpr const char* k_guest = "Basic Z3Vlc3Q6Z3Vlc3Q=";
constexpr const char* k_three = R"({"messages":3,"head_message_timestamp":1795428000})";

struct Asked {
  Inventory inventory;
  ProbeSpec spec = test::make_probe("queue");

  explicit Asked(const TestServer& server) {
    Queue events;
    events.name = "events";
    events.kind = "rabbitmq";
    events.api = "http://" + server.endpoint() + "/api";
    events.stream = "events";
    inventory.queues["events"] = events;
    spec.params.set("queue", std::string{"events"});
    spec.params.set("max_backlog", std::int64_t{10});
  }

  Sample sample() {
    const auto loop = test::make_loop();
    return test::sample_once(spec, *loop, inventory);
  }
};

}  // namespace

TEST_CASE("queue of RabbitMQ: little that waits is good, however old where nobody asks") {
  const TestServer server(broker(k_three, k_guest));
  const Sample sample = Asked{server}.sample();
  CHECK_MESSAGE(sample.good, sample.error);
}

TEST_CASE("queue of RabbitMQ: too much, too old, or of unknown age is bad and told") {
  const TestServer server(broker(k_three, k_guest));
  Asked strict{server};
  strict.spec.params.set("max_backlog", std::int64_t{2});
  CHECK(strict.sample().error == "3 messages wait, the oldest for 10s");
  Asked impatient{server};
  impatient.spec.params.set("max_age", Duration{5s});
  CHECK(impatient.sample().error == "3 messages wait, the oldest for 10s");
  const TestServer untold(broker(R"({"messages":3})", k_guest));
  Asked unknown{untold};
  unknown.spec.params.set("max_age", Duration{5s});
  CHECK(unknown.sample().error == "3 messages wait, the oldest for an unknown time");
}

TEST_CASE("queue of RabbitMQ: as whom it is asked; what is refused or not there is bad") {
  ::setenv("GAMEDAY_TEST_RABBIT", "Basic YTpi", 1);
  const TestServer server(broker(k_three, "Basic YTpi"));
  Asked stranger{server};
  CHECK(stranger.sample().error == "the broker answers with 401");
  Asked known{server};
  known.inventory.queues["events"].password =
      SecretRef{SecretRef::From::environment, "GAMEDAY_TEST_RABBIT"};
  CHECK(known.sample().good);
  ::unsetenv("GAMEDAY_TEST_RABBIT");
  Asked elsewhere{server};
  elsewhere.inventory.queues["events"].stream = "others";
  CHECK(elsewhere.sample().error == "the broker answers with 404");
}

TEST_CASE("queue of RabbitMQ: what it needs is asked for before anything is sent") {
  const TestServer server(broker(k_three, k_guest));
  const auto loop = test::make_loop();
  Asked asked{server};
  Queue queue = asked.inventory.queues["events"];
  CHECK(make_rabbit_probe(asked.spec, queue, asked.inventory, *loop));
  asked.spec.params.set("on", std::string{"rabbit-a"});
  CHECK_FALSE(make_rabbit_probe(asked.spec, queue, asked.inventory, *loop));
  queue.api.clear();
  CHECK_FALSE(make_rabbit_probe(Asked{server}.spec, queue, asked.inventory, *loop));
}
