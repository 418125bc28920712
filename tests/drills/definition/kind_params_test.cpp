// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "tests/drills/definition/broken.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

samples::Files with_odd(const std::string& params) {
  samples::Files files;
  files.drill +=
      "[[probe]]\nname = \"odd\"\nkind = \"odd\"\nevery = \"20ms\"\ntimeout = \"1s\"\n" + params;
  return files;
}

std::string told(const std::string& params) {
  const Loaded loaded = samples::load(with_odd(params));
  return loaded.problems.size() == 1 ? loaded.problems[0].message : "";
}

}  // namespace

TEST_CASE("parameters of every type are read") {
  const Loaded loaded = samples::load(
      with_odd("count = 3\nshare = 0.5\nkeep = true\npause = \"2s\"\nwords = [\"a\", \"b\"]\n"
               "token = { file = \"/etc/token\" }\n"));
  REQUIRE(loaded.definition);
  const Params& params = loaded.definition->drill.probes[2].params;
  CHECK(params.get<std::int64_t>("count") == 3);
  CHECK(params.get<double>("share") == 0.5);
  CHECK(params.get<bool>("keep"));
  CHECK(params.get<Duration>("pause") == 2s);
  CHECK(params.get<std::vector<std::string>>("words") == std::vector<std::string>{"a", "b"});
  CHECK(params.get<SecretRef>("token") == SecretRef{SecretRef::From::file, "/etc/token"});
}

TEST_CASE("a table is handed on as JSON") {
  const Loaded loaded = samples::load({});
  REQUIRE(loaded.definition);
  const auto expect =
      loaded.definition->drill.probes[0].params.get<std::shared_ptr<const Json>>("expect");
  REQUIRE(expect);
  CHECK(expect->dump() == R"({"status":200,"json":{"writable":true}})");
}

TEST_CASE("parameters of a wrong type, or none where one is needed, are told") {
  CHECK(told("words = [\"a\"]\ncount = 1.5\n") == "`count` must be an integer, not a number");
  CHECK(told("words = [\"a\"]\nshare = \"x\"\n") == "`share` must be a number, not a text");
  CHECK(told("words = [\"a\"]\nkeep = 1\n") == "`keep` must be true or false, not an integer");
  CHECK(told("words = [\"a\"]\npause = 5\n") == "`pause` has no unit");
  CHECK(told("words = [\"a\", 1]\n") == "`words` must be a list of texts, not an integer");
  CHECK(told("words = []\n") == "`words` is empty");
  CHECK(told("words = [\"a\"]\ntoken = \"abc\"\n") ==
        "`token` must refer to a secret, not hold one");
  CHECK(told("").starts_with("missing key `words`"));
}

TEST_CASE("a word is one of the permitted ones") {
  samples::check_broken({
      {"loss.toml", "kind = \"http\"", "kind = \"http\"\nmethod = \"GTE\"", 15, 10, 5,
       "unknown method `GTE`", "`GET`"},
  });
}
