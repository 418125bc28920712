// SPDX-License-Identifier: Apache-2.0
#include "base/action.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/fakes/sample_actions.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// 2026-11-23T10:00:00Z and a bit.
constexpr WallTime k_applied{Duration{1'795'428'000'000'000'001}};

Action exec(std::vector<Arg> argv) { return {{"db-a"}, 5000ms, Exec{std::move(argv), {}}}; }

std::vector<Arg> argv_of(const Action& action) { return std::get<Exec>(action.what).argv; }

}  // namespace

TEST_CASE("an action is described on one line, with its host") {
  CHECK(describe(exec({"pg_ctl", "stop", "two words", ""})) ==
        "on db-a: pg_ctl stop 'two words' ''");
  CHECK(describe({{}, 5000ms, Sql{"orders", "db-b", "select 1", {"x"}}}) ==
        "on this machine: sql in orders (node db-b): select 1 with $1 = x");
  CHECK(describe({{}, 5000ms, Sql{"orders", "", "select 1"}}) ==
        "on this machine: sql in orders (its writable node): select 1");
  for (const Action& action : fakes::sample_actions()) {
    const std::string text = describe(action);
    CAPTURE(text);
    CHECK(text.find('\n') == std::string::npos);
    CHECK(text.size() > action.host.name.size() + 6);
  }
}

TEST_CASE("secrets, captured values and expiries are shown by reference") {
  const std::string text = describe(fakes::sample_actions().at(0));
  CHECK(text.find("<secret env PGPASSWORD>") != std::string::npos);
  CHECK(text.find("<captured /name>") != std::string::npos);
  CHECK(text.find("<30s after it is applied>") != std::string::npos);
  const std::string http = describe(fakes::sample_actions().at(1));
  CHECK(http.find("Authorization: <secret file /etc/token>") != std::string::npos);
}

TEST_CASE("a secret stays a reference through resolving, so its value is never there to show") {
  const SecretRef secret{SecretRef::From::environment, "TOKEN"};
  const auto resolved = resolve(exec({"login", secret}), Json{{"TOKEN", "hunter2"}}, k_applied);
  REQUIRE(resolved);
  CHECK(argv_of(*resolved) == std::vector<Arg>{"login", secret});
  CHECK(describe(*resolved) == "on db-a: login <secret env TOKEN>");
}

TEST_CASE("a long text is cut between characters, and its length told") {
  std::string long_text;
  for (int i = 0; i < 500; ++i) long_text += "ü";
  const std::string text = describe(exec({long_text}));
  CHECK(text.size() < 400);
  CHECK(text.ends_with("ü... (1000 bytes)"));
}

TEST_CASE("captured values are put in: texts as they are, numbers and booleans as JSON") {
  const Json captured{{"name", "eth0"}, {"port", 5432}, {"on", true}};
  const auto resolved = resolve(
      exec({"set", Captured{"/name"}, Captured{"/port"}, Captured{"/on"}}), captured, k_applied);
  REQUIRE(resolved);
  CHECK(argv_of(*resolved) == std::vector<Arg>{"set", "eth0", "5432", "true"});
}

TEST_CASE("a pointer that leads to no value is an error that names it") {
  const Json captured{{"name", "eth0"}, {"list", Json::array({1})}, {"none", nullptr}};
  for (const char* pointer : {"/other", "/none", "no-slash", "/name/0", "/list/7"}) {
    CAPTURE(pointer);
    const auto resolved = resolve(exec({Captured{pointer}}), captured, k_applied);
    REQUIRE(!resolved);
    CHECK(resolved.error().kind == ErrorKind::failed);
    CHECK(resolved.error().where == "db-a");
    CHECK(resolved.error().why.find(pointer) != std::string::npos);
  }
}

TEST_CASE("an expiry is the wall time, rounded up to the second") {
  const auto resolved = resolve(exec({Expiry{30s}}), Json{}, k_applied);
  REQUIRE(resolved);
  CHECK(argv_of(*resolved) == std::vector<Arg>{"2026-11-23T10:00:31"});
  const auto exact = resolve(exec({Expiry{30s}}), Json{}, k_applied - 1ns);
  REQUIRE(exact);
  CHECK(argv_of(*exact) == std::vector<Arg>{"2026-11-23T10:00:30"});
}

TEST_CASE("every place of every kind is resolved: nothing is left to be known later") {
  const Json captured{{"name", "n"},
                      {"old", "o"},
                      {"a", "a"},
                      {"addr", "x"},
                      {"rows", Json::array({Json::array({"r"})})}};
  for (const Action& action : fakes::sample_actions()) {
    const auto resolved = resolve(action, captured, k_applied);
    REQUIRE(resolved);
    const std::string text = to_json(*resolved).dump();
    CAPTURE(text);
    CHECK(text.find("captured") == std::string::npos);
    CHECK(text.find("expires_ns") == std::string::npos);
  }
}

TEST_CASE("an action without anything to resolve stays as it is") {
  const Action action{{"router"}, 5000ms, Netfilter{{"list ruleset"}}};
  CHECK(resolve(action, Json{}, k_applied) == action);
}
