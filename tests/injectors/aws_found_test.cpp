// SPDX-License-Identifier: Apache-2.0
#include "injectors/aws_found.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/aws_plan.hpp"

using namespace gameday;

namespace {

const AwsSpot k_spot{"eu-west-1", "http://127.0.0.1:5000", "drill"};

constexpr const char* k_list = R"({"found":[
  {"agent":"aws_acl","run":"1a2b3c4d","deadline":"2026-11-23T10:00:30Z","what":"network ACL acl-9",
   "fence_first":true,
   "input":{"run":"1a2b3c4d","fault":"cut-a"}},
  {"agent":"aws_sqs","run":"1a2b3c4d","what":"a statement",
   "input":{"queue":"orders","statement":"gameday1a2b3c4d01234567"}}],
  "unseen":["fis could not be asked"]})";

}  // namespace

TEST_CASE("all of a region is looked for with one agent") {
  const Action look = look_for_aws(k_spot);
  CHECK(argv_of(look) == std::vector<Arg>{"@gameday", "agent", "aws_find", "--", "find"});
  CHECK(input_of(look)["aws"] ==
        Json{{"region", "eu-west-1"}, {"endpoint", "http://127.0.0.1:5000"}, {"profile", "drill"}});
}

TEST_CASE("what was found can be looked at and reverted; its id ends with the run") {
  const auto found = read_aws_found(k_spot, k_list);
  REQUIRE(found);
  CHECK(found->unseen == std::vector<std::string>{"fis could not be asked"});
  REQUIRE(found->changes.size() == 2);
  const Change& acl = found->changes.at(0);
  CHECK(acl.id == "aws_acl.cut-a.1a2b3c4d");
  CHECK(acl.summary.find("acl-9") != std::string::npos);
  CHECK(acl.summary.find("fenced first") != std::string::npos);
  CHECK(found->changes.at(1).summary.find("fenced first") == std::string::npos);
  CHECK(argv_of(*acl.revert).back() == Arg{"revert"});
  CHECK(input_of(*acl.revert)["fault"] == "cut-a");
  CHECK(input_of(acl.verify.look)["run"] == "1a2b3c4d");
  CHECK(read_seen(acl.verify, Outcome{true, 0, R"({"state":"partial"})", {}}) == Seen::inert);
  const Change& statement = found->changes.at(1);
  CHECK(statement.id == "aws_sqs.gameday1a2b3c4d01234567.1a2b3c4d");
  CHECK(read_seen(statement.verify, Outcome{true, 0, R"({"state":"lapsed"})", {}}) == Seen::inert);
}

TEST_CASE("what we could not have written is told, and no other agent is ever called") {
  const auto odd = read_aws_found(k_spot, R"({"unseen":[],"found":[
    {"agent":"http","run":"1a2b3c4d","what":"x","input":{}},
    {"agent":"aws_acl","run":"../../x","what":"x","input":{}},
    {"agent":"aws_acl","run":"1a2b3c4d","what":"x","input":1}, 7]})");
  REQUIRE(odd);
  CHECK(odd->changes.empty());
  CHECK(odd->unseen.size() == 4);
  CHECK_FALSE(read_aws_found(k_spot, "nonsense"));
  CHECK_FALSE(read_aws_found(k_spot, "{}"));
}
