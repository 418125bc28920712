// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_settings.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

using namespace gameday;

namespace {

const AwsVariables k_keys{{"AWS_ACCESS_KEY_ID", "AKID"},
                          {"AWS_SECRET_ACCESS_KEY", "hidden"},
                          {"AWS_SESSION_TOKEN", "token"},
                          {"AWS_CREDENTIAL_EXPIRATION", "2026-11-23T10:00:00+00:00"}};
const AwsVariables k_identity{{"AWS_WEB_IDENTITY_TOKEN_FILE", "/var/run/token"},
                              {"AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/drill"}};
const AwsProfile k_profile{{"aws_access_key_id", "PROFILE"}, {"aws_secret_access_key", "hidden"}};

AwsVariables with(AwsVariables variables, const AwsVariables& more) {
  variables.insert(more.begin(), more.end());
  return variables;
}

std::string key_of(const Result<CredentialsSource>& source) {
  REQUIRE(source);
  const auto* keys = std::get_if<AwsCredentials>(&*source);
  return keys != nullptr ? keys->key_id : "";
}

}  // namespace

TEST_CASE("the fault's own profile wins, then the environment, a web identity, the shared files") {
  const AwsProfiles profiles{{"drill", k_profile}, {"default", {{"region", "eu-west-1"}}}};
  const AwsPlace place{.region = "eu-west-1"};
  const AwsVariables all = with(k_keys, k_identity);
  CHECK(key_of(choose_credentials(all, profiles, {"eu-west-1", {}, "drill"})) == "PROFILE");
  CHECK(key_of(choose_credentials(all, profiles, place)) == "AKID");
  const auto identity = choose_credentials(with(k_identity, {{"AWS_PROFILE", "drill"}}), {}, place);
  REQUIRE(identity);
  CHECK(std::get<WebIdentity>(*identity).token_file == "/var/run/token");
  CHECK(std::get<WebIdentity>(*identity).session_name == "gameday");
  CHECK(key_of(choose_credentials({{"AWS_PROFILE", "drill"}}, profiles, place)) == "PROFILE");
  CHECK(key_of(choose_credentials({}, {{"default", k_profile}}, place)) == "PROFILE");
}

TEST_CASE("the environment says when its credentials end") {
  const auto source = choose_credentials(k_keys, {}, {.region = "eu-west-1"});
  REQUIRE(source);
  const auto& keys = std::get<AwsCredentials>(*source);
  REQUIRE(keys.expires);
  CHECK(format_utc(*keys.expires) == "2026-11-23T10:00:00Z");
  CHECK(keys.token == "token");
  CHECK_FALSE(keys.renewable);
}

TEST_CASE("without any, the machine's own are asked for, unless that is forbidden") {
  const AwsPlace place{.region = "eu-west-1"};
  const auto machine = choose_credentials({}, {{"default", {{"region", "x"}}}}, place);
  REQUIRE(machine);
  CHECK(std::get<InstanceMetadata>(*machine).endpoint == "http://169.254.169.254");
  const auto elsewhere =
      choose_credentials({{"AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1"}}, {}, place);
  REQUIRE(elsewhere);
  CHECK(std::get<InstanceMetadata>(*elsewhere).endpoint == "http://127.0.0.1:1");
  CHECK_FALSE(choose_credentials({{"AWS_EC2_METADATA_DISABLED", "true"}}, {}, place));
}

TEST_CASE("a profile that is missing, or wants more than we have, is told by its name") {
  const AwsProfiles profiles{{"chain", {{"role_arn", "arn"}, {"source_profile", "a"}}},
                             {"helper", {{"credential_process", "/bin/x"}}},
                             {"web", {{"role_arn", "arn"}, {"web_identity_token_file", "/t"}}}};
  for (const std::string name : {"nobody", "chain", "helper"}) {
    const auto source = choose_credentials({}, profiles, {"eu-west-1", {}, name});
    REQUIRE_FALSE(source);
    CHECK(source.error().kind == ErrorKind::bad_input);
    CHECK(source.error().text().find(name) != std::string::npos);
  }
  const auto web = choose_credentials({}, profiles, {"eu-west-1", {}, "web"});
  REQUIRE(web);
  CHECK(std::get<WebIdentity>(*web).role_arn == "arn");
}

TEST_CASE("the files lie at home, or where the environment says") {
  CHECK(credentials_file({{"HOME", "/root"}}) == "/root/.aws/credentials");
  CHECK(config_file({{"HOME", "/root"}}) == "/root/.aws/config");
  CHECK(credentials_file({{"AWS_SHARED_CREDENTIALS_FILE", "/a"}}) == "/a");
  CHECK(config_file({{"AWS_CONFIG_FILE", "/b"}}) == "/b");
}

TEST_CASE("an endpoint is the fault's, the service's variable, the common one, or AWS's own") {
  const AwsVariables variables{{"AWS_ENDPOINT_URL", "http://all"},
                               {"AWS_ENDPOINT_URL_SQS", "http://queues/"}};
  CHECK(aws_endpoint(variables, {"eu-west-1", "http://mine/", {}}, "sqs") == "http://mine");
  CHECK(aws_endpoint(variables, {.region = "eu-west-1"}, "sqs") == "http://queues");
  CHECK(aws_endpoint(variables, {.region = "eu-west-1"}, "ec2") == "http://all");
  CHECK(aws_endpoint({}, {.region = "eu-west-1"}, "ec2") == "https://ec2.eu-west-1.amazonaws.com");
  CHECK(aws_endpoint({}, {.region = "cn-north-1"}, "fis") ==
        "https://fis.cn-north-1.amazonaws.com.cn");
  for (const std::string region : {"", "eu west", "evil.com/", "EU"}) {
    CHECK_FALSE(aws_endpoint({}, {.region = region}, "ec2"));
  }
}

TEST_CASE("a place is read from what an agent is handed") {
  const auto place = aws_place_from_json(
      Json{{"region", "eu-west-1"}, {"endpoint", "http://a"}, {"profile", "p"}});
  REQUIRE(place);
  CHECK(*place == AwsPlace{"eu-west-1", "http://a", "p"});
  CHECK(aws_place_from_json(Json{{"region", "x"}}).value() == AwsPlace{.region = "x"});
  CHECK_FALSE(aws_place_from_json(Json::object()));
}

TEST_CASE("of the environment only what concerns AWS is read") {
  setenv("AWS_ROLE_SESSION_NAME", "a-test", 1);
  const AwsVariables variables = read_aws_variables();
  CHECK(variables.at("AWS_ROLE_SESSION_NAME") == "a-test");
  CHECK_FALSE(variables.contains("PATH"));
  unsetenv("AWS_ROLE_SESSION_NAME");
  CHECK_FALSE(read_aws_variables().contains("AWS_ROLE_SESSION_NAME"));
}
