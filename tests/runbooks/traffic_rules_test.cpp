// SPDX-License-Identifier: Apache-2.0
#include "runbooks/traffic_rules.hpp"

#include "tests/runbooks/support/record_manager.hpp"

using namespace gameday;

namespace {

TrafficManager guarded() {
  TrafficManager manager = record_manager("rfc2136");
  manager.rules.set("health",
                    std::make_shared<const Json>(Json{{"region-b", "http://10.77.2.20:8080/"}}));
  manager.rules.set("at_least", std::int64_t{1});
  return manager;
}

Json input(const std::optional<Action>& guard) {
  REQUIRE(guard.has_value());
  return Json::parse(shown(std::get<Exec>(guard->what).stdin_text));
}

}  // namespace

TEST_CASE("rules are looked at from where the manager is reached") {
  const auto guard = guard_shift(guarded(), "region-b", std::nullopt);
  REQUIRE(guard);
  CHECK((*guard)->host == HostRef{"clients"});
  const Json json = input(*guard);
  CHECK(json.at("to") == "region-b");
  CHECK(json.at("at_least") == 1);
  CHECK(json.at("health").at("region-b") == "http://10.77.2.20:8080/");
  CHECK_FALSE(json.contains("override"));
  CHECK(input(guard_shift(guarded(), "region-b", RuleOverride{"at_least", "ann"}).value())
            .at("override") == "at_least");
}

TEST_CASE("a manager without rules has no guard") {
  CHECK_FALSE(guard_shift(record_manager("rfc2136"), "region-b", std::nullopt)->has_value());
}

TEST_CASE("rules that could not be looked at are refused") {
  TrafficManager manager = record_manager("rfc2136");
  manager.rules.set("at_least", std::int64_t{1});
  CHECK_FALSE(guard_shift(manager, "region-b", std::nullopt));
  manager = record_manager("rfc2136");
  manager.rules.set("least_between", Duration{std::chrono::seconds{60}});
  CHECK_FALSE(guard_shift(manager, "region-b", std::nullopt));
  manager.rules.set("stamp", std::string{"/var/tmp/front"});
  CHECK(input(guard_shift(manager, "region-b", std::nullopt).value()).at("least_between_s") == 60);
}

TEST_CASE("an override names a rule and a person") {
  CHECK_FALSE(read_override(Json::object())->has_value());
  const auto read = read_override({{"rule", "gates"}, {"by", "ann"}});
  REQUIRE(read);
  CHECK((*read)->rule == "gates");
  CHECK((*read)->by == "ann");
  CHECK_FALSE(read_override({{"rule", "gates"}}));
  CHECK_FALSE(read_override({{"rule", "gravity"}, {"by", "ann"}}));
}
