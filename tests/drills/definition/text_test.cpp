// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/text.hpp"

#include <doctest/doctest.h>

using namespace gameday;

TEST_CASE("UTF-8 is recognised, and what only looks like it is not") {
  CHECK(utf8_length("a", 0) == 1);
  CHECK(utf8_length("ü", 0) == 2);
  CHECK(utf8_length("€", 0) == 3);
  CHECK(utf8_length("\U0001F600", 0) == 4);
  CHECK(utf8_length("\xC3", 0) == 0);
  CHECK(utf8_length("\x80", 0) == 0);
  CHECK(utf8_length("\xC0\x80", 0) == 0);
  CHECK(utf8_length("\xE0\x80\x80", 0) == 0);
  CHECK(utf8_length("\xED\xA0\x80", 0) == 0);
  CHECK(utf8_length("\xF4\x90\x80\x80", 0) == 0);
  CHECK(utf8_length("\xF8\x88\x80\x80", 0) == 0);
  CHECK(utf8_length("\xE2\x82(", 0) == 0);
  CHECK(utf8_length("", 0) == 0);
}

TEST_CASE("lengths are counted in code points") {
  CHECK(count_code_points("xü€") == 3);
  CHECK(count_code_points("\xFF\xFE") == 2);
  CHECK(count_code_points("") == 0);
}

TEST_CASE("lines are found, without their ends") {
  CHECK(line_of("a\nb\r\nc", 1) == "a");
  CHECK(line_of("a\nb\r\nc", 2) == "b");
  CHECK(line_of("a\nb\r\nc", 3) == "c");
  CHECK(line_of("a\nb\r\nc", 4).empty());
}

TEST_CASE("nothing that moves the cursor reaches the terminal") {
  CHECK(printable("a\tb") == "a b");
  CHECK(printable("\x1b[31m") == "?[31m");
  CHECK(printable("ü\xC2\x9Bz\x7F") == "ü?z?");
  CHECK(printable("\xFF!") == "?!");
}

TEST_CASE("quoted words are cut") {
  CHECK(in_ticks("ab") == "`ab`");
  CHECK(in_ticks(std::string(61, 'x')) == "`" + std::string(60, 'x') + "...`");
}
