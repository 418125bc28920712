// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "tests/world/cloud/moto.hpp"
#include "tests/world/cloud/scripted_http.hpp"
#include "tests/world/support/scratch.hpp"
#include "world/cloud/aws_login.hpp"

using namespace gameday;

namespace {

Json must(const Result<Json>& done) {
  REQUIRE_MESSAGE(done, done.error().text());
  return *done;
}

}  // namespace

TEST_CASE("long-lived keys end never; nothing tells their secret") {
  Moto& moto = Moto::fresh();
  const Json told = must(moto.agent("aws_identity", "tell", Json::object()));
  CHECK(told["source"] == "the environment");
  CHECK(told["expires"].is_null());
  CHECK(told["temporary"] == false);
  CHECK_FALSE(told["account"].get<std::string>().empty());
}

TEST_CASE("a web identity is exchanged for keys that are had anew each time") {
  Moto& moto = Moto::fresh();
  const Scratch scratch;
  const std::string config =
      scratch.write("config",
                    "[profile web]\nrole_arn = arn:aws:iam::123456789012:role/drill\n"
                    "web_identity_token_file = " +
                        scratch.write("token", "a.web.token") + "\n");
  setenv("AWS_CONFIG_FILE", config.c_str(), 1);
  const auto answer =
      moto.agent("aws_identity", "tell", Json::object(), std::chrono::seconds{10}, "web");
  unsetenv("AWS_CONFIG_FILE");
  const Json told = must(answer);
  CHECK(told["source"] == "a web identity");
  CHECK(told["temporary"] == true);
  CHECK(told["renewable"] == true);
  CHECK(told["expires"].is_string());
  CHECK(told["arn"].get<std::string>().find("drill") != std::string::npos);
}

TEST_CASE("a machine's role is asked for over HTTP, where the environment says") {
  Moto& moto = Moto::fresh();
  const ScriptedHttp metadata{[](const SignedRequest& request) -> ScriptedHttp::Answer {
    if (request.line == "PUT /latest/api/token HTTP/1.1") return {200, "the-token"};
    if (request.head.find("X-aws-ec2-metadata-token: the-token") == std::string::npos) {
      return {401, ""};
    }
    if (request.line.find("/security-credentials/drill ") == std::string::npos) {
      return {200, "drill"};
    }
    return {200, R"({"Code":"Success","AccessKeyId":"ASIA","SecretAccessKey":"S","Token":"T",
                     "Expiration":"2199-01-01T00:00:00Z"})"};
  }};
  AwsWorld world = real_aws_world();
  world.variables = {{"AWS_EC2_METADATA_SERVICE_ENDPOINT", metadata.url()}};
  const auto found = find_credentials({.region = "eu-west-1"}, world, std::chrono::seconds{5});
  REQUIRE_MESSAGE(found, found.error().text());
  CHECK(found->key_id == "ASIA");
  CHECK(metadata.heard().size() == 3);
  const AwsClient client{
      {.region = "eu-west-1", .endpoint = moto.endpoint()}, *found, world, std::chrono::seconds{5}};
  CHECK(client.query({"sts", "GetCallerIdentity"}));
}
