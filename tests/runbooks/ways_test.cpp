// SPDX-License-Identifier: Apache-2.0
#include "runbooks/ways.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

using namespace gameday;

namespace {

StepSpec deciding() {
  StepSpec step;
  step.name = "decide";
  step.kind = "decide";
  step.params.set("choices", std::make_shared<const Json>(Json{
                                 {"fail-over", "next"}, {"wait", "stop"}, {"half", "shift-half"}}));
  return step;
}

}  // namespace

TEST_CASE("words lead on, to the end, or to a step") {
  CHECK(way_to("next") == Way{});
  CHECK(way_to("continue") == Way{});
  CHECK(way_to("stop") == Way{Way::To::stop});
  CHECK(way_to("call") == Way{Way::To::step, "call"});
}

TEST_CASE("a failure goes where on_fail says, and stops by itself") {
  StepSpec step;
  CHECK(way_after(step, true, "") == Way{Way::To::stop});
  CHECK(way_after(step, false, "") == Way{});
  step.on_fail = "continue";
  CHECK(way_after(step, true, "") == Way{});
  step.on_fail = "by-hand";
  CHECK(way_after(step, true, "") == Way{Way::To::step, "by-hand"});
  CHECK(way_after(step, false, "") == Way{});
}

TEST_CASE("a choice is the first word of the answer, and leads where it says") {
  const StepSpec step = deciding();
  CHECK(choices_of(step).size() == 3);
  CHECK(way_after(step, false, "wait the network is back") == Way{Way::To::stop});
  CHECK(way_after(step, false, "half") == Way{Way::To::step, "shift-half"});
  CHECK(way_after(step, false, "fail-over now") == Way{});
  CHECK(way_after(step, true, "half") == Way{Way::To::stop});
  CHECK(find_choice({"wait", "go"}, "go on") == "go");
  CHECK(find_choice({"wait", "go"}, "gone") == "");
  CHECK(find_choice({"wait", "go"}, "") == "");
  StepSpec other = step;
  other.kind = "confirm";
  CHECK(choices_of(other).empty());
}

TEST_CASE("what a step leads to by name is on a branch") {
  StepSpec first = deciding();
  first.on_fail = "call";
  StepSpec call;
  call.name = "call";
  CHECK(branches_of(first) == std::vector<std::string>{"call", "shift-half"});
  CHECK(is_on_branch({first, call}, "call"));
  CHECK_FALSE(is_on_branch({first, call}, "decide"));
}
