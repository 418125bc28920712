// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/json_text.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace gameday;

namespace {

std::string member(std::string_view text, std::string_view name) {
  const auto found = find_member(text, name);
  return found ? std::string{found->of(text)} : "(none)";
}

}  // namespace

TEST_CASE("the value of a member is found as it is written, at the top and nowhere below") {
  constexpr std::string_view k_text =
      R"( { "a" : {"b":[1, "}\"]"], "c": 2} ,"b":"x\\" , "n": -1.5e3,"b" : [ ] , "t":true})";
  CHECK(member(k_text, "a") == R"({"b":[1, "}\"]"], "c": 2})");
  CHECK(member(k_text, "b") == "[ ]");
  CHECK(member(k_text, "n") == "-1.5e3");
  CHECK(member(k_text, "t") == "true");
  CHECK(member(k_text, "c") == "(none)");
  CHECK(member("{}", "a") == "(none)");
}

TEST_CASE("the elements of a list are found without what is between them") {
  constexpr std::string_view k_text = R"({"s" : [ {"x": [1,2]} ,"a,b", 7 , [] ]})";
  const auto list = find_member(k_text, "s");
  REQUIRE(list);
  std::string all;
  for (const TextSpan each : find_elements(k_text, *list))
    all += std::string{each.of(k_text)} + "|";
  CHECK(all == R"({"x": [1,2]}|"a,b"|7|[]|)");
  constexpr std::string_view k_empty = R"({"s":[ ]})";
  CHECK(find_elements(k_empty, find_member(k_empty, "s").value()).empty());
}

TEST_CASE("a text that breaks off is left where it ends") {
  for (const std::string_view text :
       {"", "{", R"({"s)", R"({"s")", R"({"s":)", R"({"s":[)", R"({"s":["a\)", R"({"s":{"t":1)"}) {
    CAPTURE(text);
    const auto found = find_member(text, "s");
    if (found) CHECK(found->end <= text.size());
  }
}
