// SPDX-License-Identifier: Apache-2.0
#include "base/json.hpp"
#include "tests/runbooks/support/record_manager.hpp"

using namespace gameday;

namespace {

TrafficManager api() {
  TrafficManager manager;
  manager.name = "pool";
  manager.kind = "http";
  const auto table = [&](const char* key, Json value) {
    manager.params.set(key, std::make_shared<const Json>(std::move(value)));
  };
  table("apply", {{"method", "PUT"},
                  {"url", "http://lb.lab/pool"},
                  {"headers", {{"X-Key", {{"env", "LB_KEY"}}}, {"X-To", "{to}"}}},
                  {"body", {{"active", "{to}"}}}});
  table("look", {{"url", "http://lb.lab/pool"}});
  table("in_force", {{"status", 200}, {"contains", "{to}"}});
  table("revert", {{"method", "PUT"}, {"url", "http://lb.lab/pool"}, {"body", "{captured}"}});
  return manager;
}

const Http& http(const Action& action) { return std::get<Http>(action.what); }

bool refused(const char* key, const Json& value) {
  TrafficManager manager = api();
  manager.params.set(key, std::make_shared<const Json>(value));
  return !k_traffic_http.shift(manager, {"shift", "region-b", true});
}

}  // namespace

TEST_CASE("http: the request is filled with the region, a secret stays a reference") {
  const Change change = only_change(k_traffic_http, api());
  CHECK(change.id == "step.shift.pool");
  CHECK(http(change.apply).method == "PUT");
  CHECK(shown(http(change.apply).body) == R"({"active":"region-b"})");
  CHECK(http(change.apply).headers[0].second ==
        Arg{SecretRef{SecretRef::From::environment, "LB_KEY"}});
  CHECK(http(change.apply).headers[1].second == Arg{std::string{"region-b"}});
  CHECK(change.on_death == Fate::hold);
}

TEST_CASE("http: what was there is captured, recognised and put back") {
  const Change change = only_change(k_traffic_http, api());
  const auto now = [&](const std::string& text) {
    return seen(change, R"({"active":"region-a"})", text, 200);
  };
  CHECK(now(R"({"active":"region-b"})") == Seen::in_force);
  CHECK(now(R"({"active":"region-a"})") == Seen::gone);
  CHECK(now(R"({"active":"region-c"})") == Seen::foreign);
  CHECK(shown(http(*change.revert).body) == "<captured /text>");
}

TEST_CASE("http: what it looks like before can be told as well") {
  TrafficManager manager = api();
  manager.params.set("gone", std::make_shared<const Json>(Json{{"without", {"{to}"}}}));
  CHECK(only_change(k_traffic_http, manager).verify.gone.without ==
        std::vector<std::string>{"region-b"});
}

TEST_CASE("http: a request without a place, a match that fits all, and no texts are refused") {
  CHECK(refused("apply", Json::object()));
  CHECK(refused("in_force", Json::object()));
  CHECK(refused("in_force", {{"contains", 1}}));
  CHECK(refused("look", {{"url", 1}}));
  CHECK(refused("apply", {{"url", "http://x"}, {"headers", {{"X", 1}}}}));
}
