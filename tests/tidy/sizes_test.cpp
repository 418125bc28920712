// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/tidy/rules.hpp"

using namespace gameday::tidy;

namespace {

Findings check(const std::string& path, const std::string& text) {
  return check_sizes(make_source(path, text));
}

std::string lines(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "a\n";
  return text;
}

}  // namespace

TEST_CASE("a file may have so many lines and no more") {
  CHECK(check("a.cpp", lines(k_longest_file)).empty());
  REQUIRE(check("a.cpp", lines(k_longest_file + 1)).size() == 1);
  CHECK(check("a.md", lines(k_longest_file + 1)).empty());
}

TEST_CASE("a line may have so many columns and no more, counted in characters") {
  std::string umlauts;
  for (std::size_t i = 0; i < k_widest_line; ++i) umlauts += "ü";
  CHECK(check("a.hpp", "a\n" + umlauts).empty());
  const auto findings = check("a.hpp", "a\n" + umlauts + "x");
  REQUIRE(findings.size() == 1);
  CHECK(findings.front() == Finding{"a.hpp", 2, "101 columns"});
}
