// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/problems.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace gameday;

TEST_CASE("problems are collected up to a limit that is told") {
  std::vector<Diagnostic> all;
  Problems problems{"x.toml", all};
  CHECK(problems.none());
  for (int i = 0; i < 100'000; ++i) problems.add({.line = 3, .column = 4, .length = 5}, "bad");
  REQUIRE(all.size() == Problems::k_most_problems + 1);
  CHECK(all[0].file == "x.toml");
  CHECK(all[0].line == 3);
  CHECK(all[0].length == 5);
  CHECK(all.back().message.find("more problems") != std::string::npos);
  CHECK_FALSE(problems.none());
}

TEST_CASE("a hidden line is marked") {
  std::vector<Diagnostic> all;
  Problems problems{"x.toml", all};
  problems.add_hidden({}, "a secret", "a hint");
  problems.add({}, "another");
  CHECK(all[0].hides_line);
  CHECK_FALSE(all[1].hides_line);
}

TEST_CASE("the nearest word is suggested, else those that are known") {
  constexpr std::array<std::string_view, 2> k_words{"every", "timeout"};
  CHECK(suggest("evry", k_words) == "did you mean `every`?");
  CHECK(suggest("zebra", k_words) == "known here: every, timeout");
  CHECK(suggest("zebra", {}).empty());
  const std::vector<std::string_view> many(20, "word");
  CHECK(suggest("zebra", many).ends_with("word, ..."));
}
