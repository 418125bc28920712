// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_profiles.hpp"

#include <doctest/doctest.h>

using namespace gameday;

TEST_CASE("profiles of both files are read, with comments and odd spacing") {
  const AwsProfiles profiles = read_aws_profiles(R"([default]
aws_access_key_id=AKID
AWS_Secret_Access_Key =  a/b+c=#;  # a comment
; another
[profile drill]
region = eu-west-1 ; here
s3 =
  max_concurrent_requests = 20
role_arn=arn:aws:iam::123456789012:role/drill

[sso-session x]
sso_region = eu-west-1
[broken
key = lost
)");
  CHECK(profiles.size() == 2);
  CHECK(profiles.at("default").at("aws_access_key_id") == "AKID");
  CHECK(profiles.at("default").at("aws_secret_access_key") == "a/b+c=#;");
  CHECK(profiles.at("drill").at("region") == "eu-west-1");
  CHECK_FALSE(profiles.at("drill").contains("max_concurrent_requests"));
  CHECK(profiles.at("drill").at("role_arn").ends_with(":role/drill"));
}

TEST_CASE("files with line ends of Windows, or with nothing, are read as well") {
  CHECK(read_aws_profiles("[a]\r\nb = c\r\n").at("a").at("b") == "c");
  CHECK(read_aws_profiles("").empty());
  CHECK(read_aws_profiles("key = of no profile\n").empty());
}

TEST_CASE("the credentials file wins over the config file") {
  const AwsProfiles merged = merge({{"a", {{"k", "first"}}}},
                                   {{"a", {{"k", "second"}, {"l", "more"}}}, {"b", {{"m", "n"}}}});
  CHECK(merged.at("a").at("k") == "first");
  CHECK(merged.at("a").at("l") == "more");
  CHECK(merged.at("b").at("m") == "n");
}
