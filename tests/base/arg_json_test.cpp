// SPDX-License-Identifier: Apache-2.0
#include "base/arg_json.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("a literal is a plain string, the others say what they are") {
  CHECK(to_json(Arg{"x"}).dump() == R"("x")");
  CHECK(to_json(Arg{SecretRef{SecretRef::From::environment, "A"}}).dump() ==
        R"({"secret":{"env":"A"}})");
  CHECK(to_json(Arg{SecretRef{SecretRef::From::file, "/a"}}).dump() ==
        R"({"secret":{"file":"/a"}})");
  CHECK(to_json(Arg{Captured{"/x"}}).dump() == R"({"captured":"/x"})");
  CHECK(to_json(Arg{Expiry{30s}}).dump() == R"({"expires_ns":30000000000})");
}

TEST_CASE("each form of argument reads back") {
  const Text all{"",
                 "{\"captured\": 1}",
                 SecretRef{SecretRef::From::environment, "A"},
                 SecretRef{SecretRef::From::file, "/a"},
                 Captured{""},
                 Expiry{Duration::max()}};
  CHECK(text_from_json(to_json(all)) == all);
  CHECK(text_from_json(to_json(Text{})) == Text{});
}

TEST_CASE("what is no argument is refused") {
  for (const char* text : {"1", "null", "{}", "[\"x\"]", R"({"secret":"A"})", R"({"secret":{}})",
                           R"({"captured":1})", R"({"expires_ns":"1"})"}) {
    CAPTURE(text);
    const auto arg = arg_from_json(Json::parse(text));
    REQUIRE(!arg);
    CHECK(arg.error().kind == ErrorKind::bad_input);
  }
  CHECK(!text_from_json(Json("x")));
  CHECK(!text_from_json(Json::array({"x", 1})));
}
