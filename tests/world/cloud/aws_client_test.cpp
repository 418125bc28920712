// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_client.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/world/cloud/fake_aws.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

std::string header(const HttpRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

const AwsQuery k_list{"ec2", "DescribeSubnets", {{"Filter.1.Name", "tag:a b"}}};

}  // namespace

TEST_CASE("a query is a signed form, its answer is XML") {
  FakeAws aws;
  aws.answer(200, "<A><b>c</b></A>");
  const auto answer = aws.client().query(k_list);
  REQUIRE(answer);
  CHECK(answer->text_of("b") == "c");
  const HttpRequest& request = aws.requests.at(0);
  CHECK(request.url == "https://ec2.eu-west-1.amazonaws.com/");
  CHECK(request.body == "Action=DescribeSubnets&Version=2016-11-15&Filter.1.Name=tag%3Aa%20b");
  CHECK(header(request, "Authorization").find("/20150830/eu-west-1/ec2/") != std::string::npos);
}

TEST_CASE("throttling and trouble on their side are tried again, with pauses that grow") {
  FakeAws aws;
  aws.answer(400, R"({"__type":"ThrottlingException"})");
  aws.answer(503, "");
  aws.lose_answer();
  aws.answer(200, "<A/>");
  CHECK(aws.client().query(k_list));
  CHECK(aws.requests.size() == 4);
  CHECK(aws.pauses == std::vector<std::chrono::milliseconds>{100ms, 200ms, 400ms});
}

TEST_CASE("six times at most, and not beyond the deadline") {
  FakeAws aws;
  aws.answer(503, "");
  const auto refused = aws.client().query(k_list);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::failed);
  CHECK(aws.requests.size() == 6);
  FakeAws short_of_time;
  short_of_time.answer(503, "");
  CHECK_FALSE(short_of_time.client(50ms).query(k_list));
  CHECK(short_of_time.requests.size() == 1);
  CHECK(short_of_time.pauses.empty());
}

TEST_CASE("what is refused for good is asked once, and so is what must not be done twice") {
  FakeAws aws;
  aws.answer(403, "<R><Errors><Error><Code>UnauthorizedOperation</Code></Error></Errors></R>");
  const auto refused = aws.client().query(k_list);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::refused);
  CHECK(aws.requests.size() == 1);
  FakeAws lost;
  lost.lose_answer();
  const auto unknown = lost.client().query({"rds", "RebootDBInstance", {}, false});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().kind == ErrorKind::timeout);
  CHECK(lost.requests.size() == 1);
}

TEST_CASE("pauses are a random share of twice as much each time, up to a limit") {
  CHECK(back_off(0, 0.0) == 0ms);
  CHECK(back_off(0, 0.5) == 100ms);
  CHECK(back_off(3, 0.5) == 800ms);
  CHECK(back_off(20, 0.5) == 2500ms);
}

TEST_CASE("a list is read page by page, until there is no further one") {
  FakeAws aws;
  aws.answer(200, "<A><item/><nextToken>t=1</nextToken></A>");
  aws.answer(200, "<A><item/><nextToken/></A>");
  const auto pages = aws.client().query_all(k_list);
  REQUIRE(pages);
  CHECK(pages->size() == 2);
  CHECK(FakeAws::field(aws.requests.at(0), "NextToken").empty());
  CHECK(FakeAws::field(aws.requests.at(1), "NextToken") == "t%3D1");
  FakeAws endless;
  endless.answer(200, "<A><nextToken>t</nextToken></A>");
  CHECK_FALSE(endless.client().query_all(k_list));
  CHECK(endless.requests.size() == 100);
}

TEST_CASE("a dry run passes where it would be allowed") {
  const auto answered = [](const std::string& code) {
    FakeAws aws;
    aws.answer(412, "<R><Errors><Error><Code>" + code + "</Code></Error></Errors></R>");
    const auto done = aws.client().dry_run({"ec2", "DeleteNetworkAcl", {}});
    CHECK(FakeAws::field(aws.requests.at(0), "DryRun") == "true");
    return done;
  };
  CHECK(answered("DryRunOperation"));
  const auto refused = answered("UnauthorizedOperation");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::refused);
}

TEST_CASE("JSON goes to a target, or to a path") {
  FakeAws aws;
  aws.answer(200, R"({"a":1})");
  const auto answer =
      aws.client().json({.service = "sqs", .target = "AmazonSQS.GetQueueUrl", .body = "{}"});
  REQUIRE(answer);
  CHECK((*answer)["a"] == 1);
  CHECK(header(aws.requests.at(0), "X-Amz-Target") == "AmazonSQS.GetQueueUrl");
  CHECK(header(aws.requests.at(0), "Content-Type") == "application/x-amz-json-1.0");
  CHECK(aws.client().json({"fis", "GET", "/experiments/x"}));
  CHECK(aws.requests.at(1).url == "https://fis.eu-west-1.amazonaws.com/experiments/x");
  CHECK(aws.requests.at(1).method == "GET");
  FakeAws other;
  other.answer(200, "");
  CHECK(other.client().json({"fis", "GET", "/"}).value() == Json::object());
  FakeAws broken;
  broken.answer(200, "<a/>");
  CHECK_FALSE(broken.client().json({"fis", "GET", "/"}));
  FakeAws absent;
  absent.answer(404, R"({"message":"none"})");
  CHECK(absent.client().json({"fis", "GET", "/"}).error().kind == ErrorKind::absent);
}

TEST_CASE("waiting ends when it is seen, fails, or takes too long") {
  FakeAws aws;
  int looks = 0;
  CHECK(aws.client().wait_until("see it", [&]() -> Result<bool> { return ++looks == 3; }));
  CHECK(aws.pauses.size() == 2);
  const auto failed = aws.client().wait_until(
      "see it", []() -> Result<bool> { return fail(ErrorKind::refused, "look", "", "no"); });
  REQUIRE_FALSE(failed);
  CHECK(failed.error().kind == ErrorKind::refused);
  const auto late = aws.client(1ms).wait_until("see it", []() -> Result<bool> { return false; });
  REQUIRE_FALSE(late);
  CHECK(late.error().kind == ErrorKind::timeout);
}

TEST_CASE("no error tells the keys") {
  FakeAws aws;
  aws.answer(403, R"({"message":"bad"})");
  const auto refused = aws.client().json({"fis", "GET", "/"});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().text().find("hidden") == std::string::npos);
}
