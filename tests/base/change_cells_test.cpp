// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "base/change.hpp"

using namespace gameday;

namespace {

/// A change that sets a cell of a printed table, and may be found half made.
Change sample() {
  Change change;
  change.id = "step.shift.orders";
  change.capture = Action{.host = {"balancer"}, .what = Exchange{"/run/api.sock", {{"show"}}}};
  change.capture_fields = {"address@2[1=active]"};
  change.apply = change.verify.look = *change.capture;
  change.verify.in_force.cells = {{"2[1=active]", "10.77.2.10"}};
  change.verify.gone.cells = {{"2[1=active]", Captured{"/address"}}};
  change.verify.inert = Match{.contains = {"leftover"}};
  return change;
}

Outcome shown(std::string out) { return Outcome{.ok = true, .out = std::move(out), .err = {}}; }

Seen seen(const Change& change, std::string out) {
  return read_seen(change.verify, shown(std::move(out)));
}

}  // namespace

TEST_CASE("a cell tells the state of a change, and the captured value tells that it is gone") {
  const auto captured = capture_value(sample(), shown("spare 10.77.1.99\nactive 10.77.1.10\n"));
  REQUIRE(captured);
  CHECK(*captured == Json{{"address", "10.77.1.10"}});
  const auto change = resolve(sample(), *captured, WallTime{});
  REQUIRE(change);
  CHECK(seen(*change, "spare 10.77.1.10\nactive 10.77.2.10") == Seen::in_force);
  CHECK(seen(*change, "spare 10.77.2.10\nactive 10.77.1.10") == Seen::gone);
  CHECK(seen(*change, "spare 10.77.2.10\nactive 10.77.3.10") == Seen::foreign);
  CHECK(seen(*change, "a leftover of ours") == Seen::inert);
}

TEST_CASE("a captured value that was not put in matches nothing") {
  CHECK(seen(sample(), "active 10.77.1.10") == Seen::foreign);
  CHECK_FALSE(capture_value(sample(), shown("spare 10.77.1.99\n")));
}

TEST_CASE("cells and the inert state are journalled and read back") {
  const auto back = change_from_json(to_json(sample()));
  REQUIRE(back);
  CHECK(*back == sample());
  Change plain = sample();
  plain.verify.inert.reset();
  plain.verify.gone.cells.clear();
  CHECK(change_from_json(to_json(plain)).value() == plain);
}

TEST_CASE("a journal written before there were cells is still read") {
  Json json = to_json(sample());
  json["verify"].erase("inert");
  json["verify"]["gone"].erase("cells");
  const auto back = change_from_json(json);
  REQUIRE(back);
  CHECK(back->verify.gone.cells.empty());
  CHECK_FALSE(back->verify.inert);
}

TEST_CASE("a capture can be the whole output, as a text or as JSON") {
  Change change = sample();
  change.capture_fields = {"text", "json"};
  const auto captured = capture_value(change, shown("{\"subnets\":[1,2]}\n"));
  REQUIRE(captured);
  CHECK(captured->at("text") == "{\"subnets\":[1,2]}");
  CHECK(captured->at("json").at("subnets").size() == 2);
  const auto broken = capture_value(change, shown("{no"));
  REQUIRE_FALSE(broken);
  CHECK(broken.error().text().find("no JSON") != std::string::npos);
}

TEST_CASE("a list that was captured is handed on as JSON text, a null is no value") {
  Change change = sample();
  change.revert = Action{.host = {"balancer"}, .what = Exec{{"restore"}, {Captured{"/json"}}}};
  change.verify.gone.cells.clear();
  change.plant = {Action{.host = {"balancer"}, .what = Exec{{"keep", Captured{""}}}}};
  const auto ready = resolve(change, Json{{"json", {1, 2}}}, WallTime{});
  REQUIRE(ready);
  CHECK(std::get<Exec>(ready->revert->what).stdin_text.at(0) == Arg{"[1,2]"});
  CHECK(std::get<Exec>(ready->plant.at(0).what).argv.at(1) == Arg{"{\"json\":[1,2]}"});
  CHECK_FALSE(resolve(change, Json{{"json", nullptr}}, WallTime{}));
}
