// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/source.hpp"

#include <doctest/doctest.h>

using namespace gameday::tidy;

TEST_CASE("lines are had without their ends") {
  CHECK(lines_of("a\n\nb") == std::vector<std::string_view>{"a", "", "b"});
  CHECK(lines_of("a\n") == std::vector<std::string_view>{"a"});
  CHECK(lines_of("").empty());
}

TEST_CASE("an offset lies on a line") {
  CHECK(line_at("a\nb", 0) == 1);
  CHECK(line_at("a\nb", 2) == 2);
}

TEST_CASE("width is counted in characters, not in bytes") {
  CHECK(width_of("abc") == 3);
  CHECK(width_of("äöü") == 3);
}

TEST_CASE("blanks are trimmed at both ends") {
  CHECK(trimmed("  a b\t\n") == "a b");
  CHECK(trimmed(" \n").empty());
}

TEST_CASE("a word is whole only with no letters about it") {
  CHECK(is_word_at("system(x)", 0, "system"));
  CHECK(!is_word_at("file_system(x)", 5, "system"));
  CHECK(!is_word_at("systems", 0, "system"));
  CHECK(!is_word_at("a", 0, "system"));
}

TEST_CASE("only C++ has code") {
  CHECK(make_source("a.md", "x // y").code.empty());
  CHECK(make_source("a.cpp", "x // y").code == "x     ");
}
