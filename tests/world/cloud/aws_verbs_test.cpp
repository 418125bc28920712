// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/aws_verbs.hpp"

#include <doctest/doctest.h>

#include <array>
#include <nlohmann/json.hpp>

#include "tests/world/cloud/fake_aws.hpp"

using namespace gameday;

namespace {

Result<Json> echo(const AwsClient& client, const Json& input) {
  return Json{{"region", client.place().region}, {"seen", input["x"]}};
}

Result<Json> fails(const AwsClient&, const Json&) {
  return fail(ErrorKind::absent, "look", "", "it is not there");
}

constexpr std::array k_verbs{AwsVerb{"echo", echo}, AwsVerb{"fails", fails}};

Result<std::string> run(const std::vector<std::string>& words, const std::string& input) {
  FakeAws aws;
  aws.world.variables = {{"AWS_ACCESS_KEY_ID", "A"}, {"AWS_SECRET_ACCESS_KEY", "S"}};
  return run_verb({words, [&] { return input; }}, k_verbs, aws.world);
}

const std::string k_input = R"({"aws":{"region":"eu-west-1"},"deadline_s":5,"x":7})";

}  // namespace

TEST_CASE("the word says what is done, the input with whom") {
  CHECK(run({"echo"}, k_input).value() == "{\"region\":\"eu-west-1\",\"seen\":7}\n");
  CHECK(run({"fails"}, k_input).error().kind == ErrorKind::absent);
}

TEST_CASE("an unknown word and an input that is none are told") {
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{}, std::vector<std::string>{"what"}}) {
    const auto done = run(words, k_input);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == ErrorKind::bad_input);
  }
  CHECK(run({"echo"}, "nonsense").error().kind == ErrorKind::bad_input);
}
