// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/blank.hpp"

#include <doctest/doctest.h>

using namespace gameday::tidy;

namespace {

std::string code(std::string_view text) { return blank(text, Blank::all_but_code); }
std::string spoken(std::string_view text) { return blank(text, Blank::comments); }

}  // namespace

TEST_CASE("comments become blanks, lines and columns stay") {
  CHECK(spoken("a; // b\nc;") == "a;     \nc;");
  CHECK(spoken("a /* b\n{ */ c") == "a     \n     c");
  CHECK(spoken("a /* never closed") == "a                ");
}

TEST_CASE("what looks like a comment in a literal is none") {
  CHECK(spoken(R"(f("http://x"); // y)") == R"(f("http://x");     )");
  CHECK(spoken(R"('"' // x)") == R"('"'     )");
  CHECK(spoken(R"("\"//" + x)") == R"("\"//" + x)");
}

TEST_CASE("the insides of literals become blanks, their quotes stay") {
  CHECK(code(R"(f("a{b", '{');)") == R"(f("   ", ' ');)");
  CHECK(code(R"(f("\"{");)") == R"(f("   ");)");
}

TEST_CASE("a raw literal ends where it says") {
  CHECK(code("R\"(a\"{)\" x") == "R\"     \" x");
  CHECK(code("R\"x(a)\" {\nb)x\" y") == "R\"       \n   \" y");
}

TEST_CASE("a digit separator opens no literal") {
  CHECK(code("1'000'000 {") == "1'000'000 {");
  CHECK(code("0xff'ff {") == "0xff'ff {");
}

TEST_CASE("preprocessor lines become blanks, continued ones too") {
  CHECK(code("#define F(x) { \\\n  x\nint a;") == "                \n   \nint a;");
  CHECK(code("  #if 1\na") == "       \na");
  CHECK(spoken("#define F {") == "#define F {");
  CHECK(code("a # b {") == "a # b {");
}
