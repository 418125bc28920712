// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <set>

#include "base/action.hpp"
#include "tests/fakes/sample_actions.hpp"

using namespace gameday;

namespace {

void check_refused(const char* text, std::string_view why) {
  CAPTURE(text);
  const auto action = action_from_json(Json::parse(text));
  REQUIRE(!action);
  CHECK(action.error().kind == ErrorKind::bad_input);
  CHECK(action.error().text().find(why) != std::string::npos);
}

}  // namespace

TEST_CASE("the samples hold every kind of action") {
  std::set<std::size_t> kinds;
  for (const Action& action : fakes::sample_actions()) kinds.insert(action.what.index());
  CHECK(kinds.size() == std::variant_size_v<decltype(Action::what)>);
}

TEST_CASE("an action of each kind survives JSON and its text") {
  for (const Action& action : fakes::sample_actions()) {
    const std::string text = to_json(action).dump();
    CAPTURE(text);
    const auto back = action_from_json(Json::parse(text));
    REQUIRE(back);
    CHECK(*back == action);
    CHECK(to_json(*back).dump() == text);
  }
}

TEST_CASE("members that are not known are let be: documents are only ever added to") {
  const auto action = action_from_json(Json::parse(
      R"({"host":"r","deadline_ms":5,"later":1,"netfilter":{"transactions":["x"],"new":2}})"));
  REQUIRE(action);
  CHECK(std::get<Netfilter>(action->what).transactions == std::vector<std::string>{"x"});
}

TEST_CASE("what is no action is refused with the member that is wrong") {
  check_refused("[]", "not an object");
  check_refused("{}", "`host` is missing");
  check_refused(R"({"host":"r"})", "`deadline_ms` is missing");
  check_refused(R"({"host":"r","deadline_ms":-1})", "out of range");
  check_refused(R"({"host":"r","deadline_ms":1.5})", "not a whole number");
  check_refused(R"({"host":"r","deadline_ms":5})", "what to do");
  check_refused(R"({"host":"r","deadline_ms":5,"exec":{}})", "`argv` is missing");
  check_refused(R"({"host":"r","deadline_ms":5,"exec":{"argv":["x"],"stdin":3}})", "not a list");
  check_refused(R"({"host":"r","deadline_ms":5,"http":{"method":"GET","url":"u","headers":[1]}})",
                "not an object");
  check_refused(R"({"host":"r","deadline_ms":5,"signal":{"pid":"1"}})", "`pid`");
  check_refused(R"({"host":"r","deadline_ms":5,"signal":{"pid":1,"start_time":-1,"number":9}})",
                "`start_time`");
  check_refused(R"({"host":"r","deadline_ms":5,"netfilter":{"transactions":[1]}})", "texts");
}
