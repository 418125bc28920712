// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <set>

#include "base/change.hpp"
#include "tests/fakes/sample_actions.hpp"

using namespace gameday;

namespace {

Result<Change> back_and_forth(const Change& change) {
  return change_from_json(Json::parse(to_json(change).dump()));
}

}  // namespace

TEST_CASE("a change survives JSON with all its members") {
  const Change change = fakes::sample_change();
  CHECK(back_and_forth(change) == change);
}

TEST_CASE("a change survives JSON with as little as it can have") {
  Change change;
  change.id = "x";
  CHECK(back_and_forth(change) == change);
}

TEST_CASE("a change survives JSON with an action of each kind in each place") {
  for (const Action& action : fakes::sample_actions()) {
    Change change = fakes::sample_change();
    change.capture = action;
    change.apply = action;
    change.verify.look = action;
    change.revert = action;
    CHECK(back_and_forth(change) == change);
  }
}

TEST_CASE("the fates are kept apart") {
  Change change;
  change.on_death = Fate::revert;
  change.on_abort = Fate::hold;
  const Json json = to_json(change);
  CHECK(json.at("on_death") == "revert");
  CHECK(json.at("on_abort") == "hold");
}

TEST_CASE("a change that lacks any of its members is refused, and the member named") {
  const Json whole = to_json(fakes::sample_change());
  for (const auto& [name, value] : whole.items()) {
    // Those may be left out: they say that there is none, or came later than the first journals.
    const std::set<std::string> optional{
        "capture", "revert", "expires_after_ns", "dead_man", "plant", "unplant", "trial"};
    if (optional.contains(name)) continue;
    CAPTURE(name);
    Json lacking = whole;
    lacking.erase(name);
    const auto change = change_from_json(lacking);
    REQUIRE(!change);
    CHECK(change.error().kind == ErrorKind::bad_input);
    CHECK(change.error().why.find(name) != std::string::npos);
  }
}

TEST_CASE("wrong values are refused") {
  const auto with = [](const char* name, Json value) {
    Json json = to_json(fakes::sample_change());
    json[name] = std::move(value);
    return change_from_json(json).has_value();
  };
  CHECK(with("id", "y"));
  CHECK(!with("on_death", "forget"));
  CHECK(!with("point_of_no_return", "yes"));
  CHECK(!with("expires_after_ns", "1s"));
  CHECK(!with("revert", "nothing"));
  CHECK(!with("verify", Json::object()));
  CHECK(!change_from_json(Json("x")));
}
