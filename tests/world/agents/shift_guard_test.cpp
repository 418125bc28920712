// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/world/support/scratch.hpp"
#include "tests/world/support/tcp_server.hpp"
#include "world/agents.hpp"

using namespace gameday;

namespace {

Result<std::string> run(const Json& input) {
  return k_agent_shift_guard.run({{}, [&] { return input.dump(); }});
}

std::string refused(const Json& input) {
  const auto told = run(input);
  if (told) return {};
  CHECK(told.error().kind == ErrorKind::refused);
  return told.error().why;
}

/// Answers every request alike.
struct Web {
  explicit Web(std::string says) : status{std::move(says)} {}
  [[nodiscard]] std::string url() const { return "http://" + server.endpoint() + "/"; }
  std::string status;
  TcpServer server{[this](int client) {
    (void)hear(client, 4);
    tell(client, "HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  }};
};

}  // namespace

TEST_CASE("the region that clients are sent to is asked whether it is in service") {
  const Web up{"200 OK"};
  const Web down{"503 Service Unavailable"};
  Json input{{"manager", "front"},
             {"to", "region-b"},
             {"health", {{"region-a", down.url()}, {"region-b", up.url()}}},
             {"at_least", 1}};
  CHECK(run(input).value_or("") == "allowed\n");
  input["to"] = "region-a";
  CHECK(refused(input).find("target_in_service") != std::string::npos);
  input["override"] = "target_in_service";
  CHECK(run(input));
  input["at_least"] = 2;
  CHECK(refused(input).find("at_least") != std::string::npos);
}

TEST_CASE("a switch that cannot be seen is not on") {
  const Json input{{"manager", "front"}, {"to", "b"}, {"gates", {"http://127.0.0.1:1/"}}};
  CHECK(refused(input).find("gates") != std::string::npos);
}

TEST_CASE("a second shift comes too soon, and one that was forbidden is none") {
  const Scratch scratch;
  Json input{{"manager", "front"},
             {"to", "b"},
             {"least_between_s", 3600},
             {"stamp", scratch.file("stamp")}};
  Json forbidden = input;
  forbidden["gates"] = {"http://127.0.0.1:1/"};
  CHECK_FALSE(refused(forbidden).empty());
  CHECK(run(input));
  CHECK(refused(input).find("least_between") != std::string::npos);
  input["least_between_s"] = 0;
  CHECK(run(input));
}

TEST_CASE("what are no rules is told") {
  CHECK_FALSE(run("no object"));
  CHECK_FALSE(run(Json{{"manager", "front"}}));
}
