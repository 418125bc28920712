// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/sqs_policy.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/json.hpp"

using namespace gameday;

namespace {

const SqsDeny k_deny{"1a2b3c4d", "stall", "arn:aws:sqs:eu-west-1:123456789012:orders",
                     "sqs:ReceiveMessage", "2026-11-23T10:00:30Z"};
// Amazon SQS Developer Guide, Basic examples of policies: one statement, not a list.
const std::string k_policy =
    R"({"Version": "2012-10-17", "Statement": {"Sid": "theirs", "Effect": "Allow",)"
    R"( "Principal": "*", "Action": "sqs:*", "Resource": "*"}})";

}  // namespace

TEST_CASE("our statement denies to everybody, until the deadline, and names the run") {
  const auto text = with_statement("", k_deny);
  REQUIRE(text);
  const Json policy = Json::parse(*text);
  CHECK(policy["Version"] == "2012-10-17");
  REQUIRE(policy["Statement"].size() == 1);
  const Json& statement = policy["Statement"][0];
  CHECK(statement["Effect"] == "Deny");
  CHECK(statement["Principal"] == "*");
  CHECK(statement["Action"] == "sqs:ReceiveMessage");
  CHECK(statement["Resource"] == k_deny.queue_arn);
  CHECK(statement["Condition"]["DateLessThan"]["aws:CurrentTime"] == "2026-11-23T10:00:30Z");
  const auto ours = our_statements(*text);
  REQUIRE(ours.size() == 1);
  CHECK(ours.at(0).id == statement_id("1a2b3c4d", "stall"));
  CHECK(ours.at(0).run == "1a2b3c4d");
  CHECK(ours.at(0).deadline == "2026-11-23T10:00:30Z");
}

TEST_CASE("a policy that is there stays, and our statement is in it once") {
  const auto once = with_statement(k_policy, k_deny);
  REQUIRE(once);
  const auto twice = with_statement(*once, k_deny);
  CHECK(*twice == *once);
  CHECK(Json::parse(*once)["Statement"].size() == 2);
  CHECK(Json::parse(*once)["Statement"][0]["Sid"] == "theirs");
  CHECK(our_statements(k_policy).empty());
}

TEST_CASE("without our statement the others are left, or nothing") {
  const std::string id = statement_id(k_deny.run, k_deny.fault);
  CHECK(without_statement(with_statement("", k_deny).value(), id).value().empty());
  const auto rest = without_statement(with_statement(k_policy, k_deny).value(), id);
  REQUIRE(rest);
  CHECK(*rest == k_policy);
  CHECK(without_statement(k_policy, id).value() == k_policy);
}

TEST_CASE(
    "a policy of anybody is the same again byte for byte, with nothing known but the policy") {
  const std::string id = statement_id(k_deny.run, k_deny.fault);
  for (const std::string& theirs :
       {std::string{R"({ "Statement" : [ {"Sid":"a"} ,{"Sid":"b, ]"} ] , "Id": "x" })"},
        std::string{R"({"Statement":[{"Sid":"a"}],"Statement":[{"Sid":"b"}
        ]})"},
        std::string{R"({"Id":"{","Statement":[{"Sid":"a","Action":["sqs:*"]}]})"}, k_policy}) {
    CAPTURE(theirs);
    const auto with = with_statement(theirs, k_deny);
    REQUIRE(with);
    CHECK(our_statements(*with).size() == 1);
    CHECK(without_statement(*with, id).value() == theirs);
  }
}

TEST_CASE("our statement goes from where it stands, when others came after it or left") {
  const std::string id = statement_id(k_deny.run, k_deny.fault);
  const std::string ours = R"({"Sid":")" + id + R"("})";
  const auto rest = [&](const std::string& list) {
    return without_statement(R"({"Statement":)" + list + "}", id).value();
  };
  CHECK(rest("[" + ours + R"( , {"Sid":"a"}])") == R"({"Statement":[{"Sid":"a"}]})");
  CHECK(rest(R"([{"Sid":"a"}, )" + ours + R"(, {"Sid":"b"}])") ==
        R"({"Statement":[{"Sid":"a"}, {"Sid":"b"}]})");
  CHECK(rest(ours) == "");
}

TEST_CASE("the statements of two faults have two names") {
  CHECK(statement_id("1a2b3c4d", "a-b") != statement_id("1a2b3c4d", "ab"));
  CHECK(statement_id("1a2b3c4d", "a").size() == 23);
}

TEST_CASE("what is no policy is told, and has no statement of ours") {
  for (const std::string text : {"nonsense", "[]", "{}", R"({"Statement": 1})"}) {
    CAPTURE(text);
    CHECK_FALSE(with_statement(text, k_deny));
    CHECK_FALSE(without_statement(text, "x"));
    CHECK(our_statements(text).empty());
  }
  CHECK(our_statements(R"({"Statement":[1,{"Sid":2},{"Sid":"gameday1a2b3c4dzzzzzzzz"}]})").empty());
}
