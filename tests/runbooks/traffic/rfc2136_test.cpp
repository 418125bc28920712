// SPDX-License-Identifier: Apache-2.0
#include "tests/runbooks/support/record_manager.hpp"

using namespace gameday;

namespace {

TrafficManager manager() {
  TrafficManager made = record_manager("rfc2136");
  made.params.set("server", std::string{"10.77.0.18"});
  made.params.set("zone", std::string{"dr.lab"});
  made.params.set("key", std::string{"gameday"});
  made.params.set("secret", SecretRef{SecretRef::From::file, "/lab/key"});
  return made;
}

std::string input(const Action& action) { return shown(std::get<Exec>(action.what).stdin_text); }

}  // namespace

TEST_CASE("rfc2136: the old set is captured and is what an update rests on, both ways") {
  const Change change = only_change(k_traffic_rfc2136, manager());
  CHECK(change.apply.host == HostRef{"clients"});
  const std::string old = R"(<captured /json/values>)";
  const std::string ours = R"(["10.77.2.20"])";
  const std::string ttl = R"(,"ttl":<captured /json/ttl>})";
  CHECK(input(change.apply).ends_with(R"(,"from":)" + old + R"(,"to":)" + ours + ttl));
  REQUIRE(change.revert);
  CHECK(input(*change.revert).ends_with(R"(,"from":)" + ours + R"(,"to":)" + old + ttl));
  REQUIRE(change.capture);
  CHECK(*change.capture == change.verify.look);
}

TEST_CASE("rfc2136: the secret comes on standard input and in no command line") {
  const Change change = only_change(k_traffic_rfc2136, manager());
  const auto& exec = std::get<Exec>(change.apply.what);
  for (const Arg& word : exec.argv) CHECK(std::holds_alternative<std::string>(word));
  CHECK(input(change.apply).find(R"("secret":"<secret /lab/key>")") != std::string::npos);
}

TEST_CASE("rfc2136: what the server says is read as ours, as it was, or somebody else's") {
  const Change change = only_change(k_traffic_rfc2136, manager());
  const auto now = [&](const std::string& text) {
    return seen(change, R"({"ttl":5,"values":["10.77.1.20"]})", text);
  };
  CHECK(now(R"({"ttl":5,"values":["10.77.2.20"]})") == Seen::in_force);
  CHECK(now(R"({"ttl":5,"values":["10.77.1.20"]})") == Seen::gone);
  CHECK(now(R"({"ttl":5,"values":["10.77.1.20","10.77.2.20"]})") == Seen::foreign);
  CHECK(now(R"({"ttl":0,"values":[]})") == Seen::foreign);
}

TEST_CASE("rfc2136: the new records may be given a time to live of their own") {
  TrafficManager made = manager();
  made.params.set("ttl", Duration{std::chrono::milliseconds{1500}});
  const Change change = only_change(k_traffic_rfc2136, made);
  CHECK(input(change.apply).ends_with(R"(,"ttl":2})"));
  CHECK(input(*change.revert).ends_with(R"(,"ttl":<captured /json/ttl>})"));
}

TEST_CASE("rfc2136: a region without a value is refused") {
  CHECK_FALSE(k_traffic_rfc2136.shift(manager(), {"shift", "region-c", true}));
}
