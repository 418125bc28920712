// SPDX-License-Identifier: Apache-2.0
#include "injectors/aws_identity.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/aws_plan.hpp"

using namespace gameday;

TEST_CASE("a fault acts on AWS where it names a region of it, and only there") {
  Params params;
  CHECK_FALSE(aws_spot(params));
  params.set("region", std::string{"ireland"});
  CHECK_FALSE(aws_spot(params));
  params.set("aws_region", std::string{"eu-west-1"});
  CHECK(aws_spot(params) == AwsSpot{"eu-west-1", "", ""});
  params.set("endpoint", std::string{"http://127.0.0.1:5000"});
  params.set("profile", std::string{"drill"});
  CHECK(aws_spot(params) == AwsSpot{"eu-west-1", "http://127.0.0.1:5000", "drill"});
}

TEST_CASE("credentials are asked for, and for how long they are needed") {
  const Action ask = ask_identity({"eu-west-1", "", "drill"}, std::chrono::milliseconds{90'001});
  CHECK(argv_of(ask) == std::vector<Arg>{"@gameday", "agent", "aws_identity", "--", "tell"});
  CHECK(input_of(ask)["aws"] == Json{{"region", "eu-west-1"}, {"profile", "drill"}});
  CHECK(input_of(ask)["outlive_s"] == 91);
}

TEST_CASE("an identity is told with its end, where one is known") {
  const auto told = [](const std::string& renewable, const std::string& expires) {
    return read_identity({"eu-west-1"},
                         R"({"arn":"arn:aws:iam::1:user/ann","account":"1","temporary":true,)"
                         R"("source":"the environment","renewable":)" +
                             renewable + R"(,"expires":)" + expires + "}")
        .value();
  };
  CHECK(told("false", R"("2026-11-23T10:00:00Z")") ==
        "acts in eu-west-1 of AWS as arn:aws:iam::1:user/ann (account 1), by credentials of the "
        "environment, which end at 2026-11-23T10:00:00Z");
  CHECK(told("false", "null").ends_with("whose end nobody tells"));
  CHECK(told("true", R"("2026-11-23T10:00:00Z")").ends_with("which are renewed"));
  CHECK_FALSE(read_identity({"eu-west-1"}, "nonsense"));
  CHECK_FALSE(read_identity({"eu-west-1"}, "{}"));
}
