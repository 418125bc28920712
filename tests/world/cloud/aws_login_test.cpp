// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_login.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/world/cloud/fake_aws.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

const AwsPlace k_place{.region = "eu-west-1"};

std::string header(const HttpRequest& request, const std::string& name) {
  for (const auto& [key, value] : request.headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

TEST_CASE("keys of the shared files are found") {
  FakeAws aws;
  aws.world.variables = {{"HOME", "/h"}, {"AWS_PROFILE", "drill"}};
  aws.files = {{"/h/.aws/credentials", "[drill]\naws_access_key_id=A\naws_secret_access_key=S\n"},
               {"/h/.aws/config", "[profile drill]\naws_session_token=T\n"}};
  const auto found = find_credentials(k_place, aws.world, 5s);
  REQUIRE(found);
  CHECK(found->key_id == "A");
  CHECK(found->token == "T");
  CHECK(found->source == "the profile drill");
}

TEST_CASE("the metadata service is asked for a token, the role, and its credentials") {
  // Amazon EC2 User Guide, Retrieve security credentials from instance metadata: the same three.
  FakeAws aws;
  aws.answer(200, "the-token");
  aws.answer(200, "drill-role\n");
  aws.answer(200, R"({"Code":"Success","AccessKeyId":"A","SecretAccessKey":"S","Token":"T",
                      "Expiration":"2026-11-23T10:00:00Z"})");
  const auto found = find_credentials(k_place, aws.world, 5s);
  REQUIRE(found);
  CHECK(found->key_id == "A");
  REQUIRE(aws.requests.size() == 3);
  CHECK(aws.requests.at(0).method == "PUT");
  CHECK(aws.requests.at(0).url == "http://169.254.169.254/latest/api/token");
  CHECK(header(aws.requests.at(0), "X-aws-ec2-metadata-token-ttl-seconds") == "300");
  CHECK(header(aws.requests.at(1), "X-aws-ec2-metadata-token") == "the-token");
  CHECK(aws.requests.at(2).url.ends_with("/iam/security-credentials/drill-role"));
}

TEST_CASE("a machine without a metadata service is soon told so") {
  FakeAws aws;
  aws.lose_answer();
  const auto found = find_credentials(k_place, aws.world, 5s);
  REQUIRE_FALSE(found);
  CHECK(found.error().text().find("AWS_PROFILE") != std::string::npos);
  CHECK(aws.requests.size() == 2);
  FakeAws no_role;
  no_role.answer(200, "the-token");
  no_role.answer(404, "");
  CHECK_FALSE(find_credentials(k_place, no_role.world, 5s));
  CHECK(no_role.requests.size() == 2);
}

TEST_CASE("a web identity's token is given for keys, without a signature") {
  FakeAws aws;
  aws.world.variables = {{"AWS_WEB_IDENTITY_TOKEN_FILE", "/t"}, {"AWS_ROLE_ARN", "arn:role"}};
  aws.files = {{"/t", "web.token\n"}};
  aws.answer(200,
             "<R><AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>A</AccessKeyId>"
             "<SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken>"
             "<Expiration>2026-11-23T10:00:00Z</Expiration></Credentials>"
             "</AssumeRoleWithWebIdentityResult></R>");
  const auto found = find_credentials(k_place, aws.world, 5s);
  REQUIRE(found);
  CHECK(found->key_id == "A");
  const HttpRequest& request = aws.requests.at(0);
  CHECK(request.url == "https://sts.eu-west-1.amazonaws.com/");
  CHECK(FakeAws::field(request, "WebIdentityToken") == "web.token");
  CHECK(FakeAws::field(request, "Version") == "2011-06-15");
  CHECK(header(request, "Authorization").empty());
  aws.files.clear();
  const auto lost = find_credentials(k_place, aws.world, 5s);
  REQUIRE_FALSE(lost);
  CHECK(lost.error().where == "/t");
}

TEST_CASE("credentials must outlive what is to be undone, unless they are had anew each time") {
  const WallTime now{100s};
  AwsCredentials keys{.key_id = "A", .secret = "S", .token = "T", .source = "the environment"};
  CHECK(check_outlives(keys, now, 60s));
  keys.expires = now + 60s;
  CHECK(check_outlives(keys, now, 60s));
  const auto refused = check_outlives(keys, now, 61s);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::refused);
  keys.renewable = true;
  CHECK(check_outlives(keys, now, 61s));
}

TEST_CASE("a client is opened as the input says") {
  FakeAws aws;
  aws.world.variables = {{"AWS_ACCESS_KEY_ID", "A"},
                         {"AWS_SECRET_ACCESS_KEY", "S"},
                         {"AWS_CREDENTIAL_EXPIRATION", "2015-08-30T12:40:00Z"}};
  Json input{{"aws", {{"region", "eu-west-1"}}}, {"deadline_s", 5}, {"outlive_s", 60}};
  const auto client = open_aws(input, aws.world);
  REQUIRE(client);
  CHECK(client->place() == k_place);
  CHECK(client->credentials().key_id == "A");
  CHECK(client->now() == aws.now);
  input["outlive_s"] = 600;
  CHECK(open_aws(input, aws.world).error().kind == ErrorKind::refused);
  input.erase("deadline_s");
  CHECK(open_aws(input, aws.world).error().kind == ErrorKind::bad_input);
  CHECK(open_aws(Json::parse("nonsense", nullptr, false), aws.world).error().kind ==
        ErrorKind::bad_input);
}
