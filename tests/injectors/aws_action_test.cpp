// SPDX-License-Identifier: Apache-2.0
#include "injectors/aws_action.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/aws_plan.hpp"

using namespace gameday;

namespace {

Change change_of(const AwsPlanning& planning, bool reverts = true) {
  const FaultScope scope{.run_id = "1a2b3c4d",
                         .fault = "cut",
                         .inventory = planning.inventory,
                         .expires_after = std::chrono::seconds{90}};
  return aws_change({.agent = "aws_acl", .name = "acl", .reverts = reverts}, Json{{"x", 7}},
                    planning.params, scope);
}

}  // namespace

TEST_CASE("an agent is handed whose change it is, where AWS is asked, and what was before") {
  AwsPlanning planning;
  planning.params.set("endpoint", std::string{"http://127.0.0.1:5000"});
  planning.params.set("profile", std::string{"drill"});
  const Change change = change_of(planning);
  CHECK(change.id == "fault.cut.acl");
  CHECK(argv_of(change.apply) == std::vector<Arg>{"@gameday", "agent", "aws_acl", "--", "apply"});
  CHECK(change.apply.host.name.empty());
  const Json applied = input_of(change.apply);
  CHECK(applied["run"] == "1a2b3c4d");
  CHECK(applied["fault"] == "cut");
  CHECK(applied["x"] == 7);
  CHECK(applied["aws"] ==
        Json{{"region", "eu-west-1"}, {"endpoint", "http://127.0.0.1:5000"}, {"profile", "drill"}});
  CHECK(applied["prior"] == Json{{"before", "x"}});
  CHECK(applied["deadline"] == "2025-11-24T16:01:30Z");
  CHECK(input_of(*change.revert)["prior"] == Json{{"before", "x"}});
  CHECK(input_of(change.verify.look)["prior"] == Json{{"before", "x"}});
  CHECK_FALSE(input_of(*change.capture).contains("prior"));
}

TEST_CASE("the agent ends before it is ended, and its credentials outlive the revert") {
  const Change change = change_of(AwsPlanning{});
  const auto patience = std::chrono::duration_cast<std::chrono::seconds>(change.apply.deadline);
  CHECK(input_of(change.apply)["deadline_s"].get<std::int64_t>() < patience.count());
  CHECK(input_of(*change.capture)["outlive_s"].get<std::int64_t>() >= 90 + patience.count());
}

TEST_CASE("a look is read by its state; without an undo there is none") {
  const Change change = change_of(AwsPlanning{});
  const auto seen = [&](const std::string& text) {
    return read_seen(change.verify, Outcome{true, 0, text, {}});
  };
  CHECK(seen(R"({"state":"in_force"})") == Seen::in_force);
  CHECK(seen(R"({"state":"gone"})") == Seen::gone);
  CHECK(seen(R"({"state":"partial"})") == Seen::inert);
  CHECK(seen(R"({"state":"foreign"})") == Seen::foreign);
  CHECK(change.revert.has_value());
  CHECK_FALSE(change_of(AwsPlanning{}, false).revert.has_value());
  CHECK(aws_proof(change).look == change.verify.look);
}
