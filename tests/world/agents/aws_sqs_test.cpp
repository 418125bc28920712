// SPDX-License-Identifier: Apache-2.0
// Against moto: the queue's policy as real clients would read it.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/world/cloud/moto.hpp"

using namespace gameday;

namespace {

/// With spaces and an order of members that no writer of JSON would keep.
const std::string k_policy =
    R"({ "Statement":[ {"Effect":"Allow","Sid":"theirs","Principal":"*",)"
    R"("Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:123456789012:orders"} ],)"
    R"( "Version":"2012-10-17" })";

Json ask(Moto& moto, const std::string& action, const Json& body) {
  return moto.json({.service = "sqs", .target = "AmazonSQS." + action, .body = body.dump()});
}

struct SqsQueue {
  explicit SqsQueue(Moto& server) : moto{server} {
    url = ask(moto, "CreateQueue", {{"QueueName", "orders"}})["QueueUrl"].get<std::string>();
  }
  void set(const std::string& policy) {
    ask(moto, "SetQueueAttributes", {{"QueueUrl", url}, {"Attributes", {{"Policy", policy}}}});
  }
  /// All attributes but the time of the last change.
  std::string described() {
    Json answer = ask(moto, "GetQueueAttributes", {{"QueueUrl", url}, {"AttributeNames", {"All"}}});
    answer["Attributes"].erase("LastModifiedTimestamp");
    return answer.dump();
  }
  std::string policy() {
    return ask(moto, "GetQueueAttributes", {{"QueueUrl", url}, {"AttributeNames", {"Policy"}}})
        .value("Attributes", Json::object())
        .value("Policy", "");
  }
  Moto& moto;
  std::string url;
};

Json input(const Json& captured = nullptr, const std::string& deadline = "2999-01-01T00:00:00Z") {
  Json made{{"queue", "orders"}, {"action", "sqs:ReceiveMessage"}, {"deadline", deadline}};
  if (!captured.is_null()) made["prior"] = captured;
  return made;
}

Json must(const Result<Json>& done) {
  REQUIRE_MESSAGE(done, done.error().text());
  return *done;
}

}  // namespace

TEST_CASE("a queue is stalled by its policy, which comes back byte for byte") {
  Moto& moto = Moto::fresh();
  SqsQueue queue{moto};
  SUBCASE("that had a policy") { queue.set(k_policy); }
  SUBCASE("that had none") {}
  const std::string before = queue.described();
  const std::string policy = queue.policy();
  const Json captured = must(moto.agent("aws_sqs", "capture", input()));
  CHECK(captured == Json{{"policy", policy}});
  CHECK(must(moto.agent("aws_sqs", "look", input(captured)))["state"] == "gone");
  CHECK(must(moto.agent("aws_sqs", "apply", input(captured)))["state"] == "in_force");
  const Json changed = Json::parse(queue.policy());
  CHECK(changed["Statement"].back()["Effect"] == "Deny");
  CHECK(changed["Statement"].back()["Action"] == "sqs:ReceiveMessage");
  CHECK(changed["Statement"].size() == (policy.empty() ? 1 : 2));
  CHECK(must(moto.agent("aws_sqs", "apply", input(captured)))["state"] == "in_force");
  CHECK(must(moto.agent("aws_sqs", "revert", input(captured)))["state"] == "gone");
  CHECK(queue.described() == before);
  CHECK(queue.policy() == policy);
  CHECK(must(moto.agent("aws_sqs", "revert", input(captured)))["state"] == "gone");
  CHECK(queue.described() == before);
}

TEST_CASE("a policy that somebody else changed meanwhile keeps their change") {
  Moto& moto = Moto::fresh();
  SqsQueue queue{moto};
  queue.set(k_policy);
  const Json captured = must(moto.agent("aws_sqs", "capture", input()));
  must(moto.agent("aws_sqs", "apply", input(captured)));
  Json edited = Json::parse(queue.policy());
  edited["Statement"][0]["Sid"] = "edited";
  queue.set(edited.dump());
  CHECK(must(moto.agent("aws_sqs", "look", input(captured)))["state"] == "in_force");
  CHECK(must(moto.agent("aws_sqs", "revert", input(captured)))["state"] == "gone");
  const Json after = Json::parse(queue.policy());
  REQUIRE(after["Statement"].size() == 1);
  CHECK(after["Statement"][0]["Sid"] == "edited");
}

TEST_CASE("a statement past its deadline denies nothing, and is cleared away without a journal") {
  Moto& moto = Moto::fresh();
  SqsQueue queue{moto};
  const std::string before = queue.described();
  const std::string late = "2001-01-01T00:00:00Z";
  const Json captured = must(moto.agent("aws_sqs", "capture", input()));
  Json quick = input(captured, late);
  // It is never seen in force, which is no reason to wait long here.
  const auto applied = moto.agent("aws_sqs", "apply", quick, std::chrono::seconds{1});
  REQUIRE_FALSE(applied);
  CHECK(applied.error().kind == ErrorKind::timeout);
  CHECK(must(moto.agent("aws_sqs", "look", input()))["state"] == "lapsed");
  CHECK(must(moto.agent("aws_sqs", "revert", input()))["state"] == "gone");
  CHECK(queue.described() == before);
}

TEST_CASE("a queue that is not there, or stalled by another run, is told") {
  Moto& moto = Moto::fresh();
  const auto none = moto.agent("aws_sqs", "capture", input());
  REQUIRE_FALSE(none);
  CHECK(none.error().kind == ErrorKind::absent);
  const SqsQueue queue{moto};
  must(moto.agent("aws_sqs", "apply", input(Json{{"policy", ""}})));
  const auto again = moto.agent("aws_sqs", "capture", input());
  REQUIRE_FALSE(again);
  CHECK(again.error().kind == ErrorKind::refused);
}
