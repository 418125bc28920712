// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/tidy/rules.hpp"

using namespace gameday::tidy;

namespace {

/// So many lines of statements, blocks among them.
std::string body(std::size_t lines) {
  std::string text;
  for (std::size_t i = 0; i < lines; ++i) text += i % 2 == 0 ? "  if (a) {\n" : "  }\n";
  return text;
}

/// The first lines of the functions that are found to be too long.
std::vector<std::size_t> long_ones(const std::string& text) {
  std::vector<std::size_t> lines;
  for (const Finding& finding : check_functions(make_source("a.cpp", text))) {
    lines.push_back(finding.line);
  }
  return lines;
}

/// As many lines as still fit between head and end; and two more. The function begins at a line.
void check_limit(const std::string& head, const std::string& end, std::size_t first_line) {
  CAPTURE(head);
  const std::size_t head_lines = lines_of(head).size() - first_line + 1;
  const std::size_t room = k_longest_function - head_lines - 1;
  // A block takes two lines: where the room is odd, one line stays free.
  CHECK(long_ones(head + body(room - room % 2) + end).empty());
  CHECK(long_ones(head + body(room - room % 2 + 2) + end) == std::vector<std::size_t>{first_line});
}

}  // namespace

TEST_CASE("a function is measured from its head to its brace") {
  check_limit("void f() {\n", "}\n", 1);
  check_limit("namespace a {\nvoid f() {\n", "}\n}\n", 2);
  check_limit("\n\ntemplate <class T>\nvoid f() {\n", "}\n", 3);
  check_limit("struct A {\n  int a = 1;\n  void f() const {\n", "}\n};\n", 3);
  check_limit("TEST_CASE(\"{\") {\n", "}\n", 1);
}

TEST_CASE("members that are initialised with braces do not hide the body") {
  check_limit("A::A(int a) : m_a{a}, m_b{} {\n", "}\n", 1);
  check_limit("A::A(int a) noexcept : m_a{a} {\n", "}\n", 1);
  check_limit("A::A(int a)\n    : m_a{a} {\n", "}\n", 1);
  check_limit("A::A() : Base(1) {\n", "}\n", 1);
}

TEST_CASE("a lambda in a value at namespace scope is a function too") {
  check_limit("const A k_a{\n\"name\", true,\n[](int a) -> int {\n", "}};\n", 3);
  check_limit("const auto k_a = [] {\n", "};\n", 1);
}

TEST_CASE("what is long but no function is let be") {
  std::string rows = "constexpr int k_rows[] = {\n";
  for (int i = 0; i < 200; ++i) rows += "  {1, f(2)},\n";
  CHECK(long_ones(rows + "};\n").empty());
  std::string type = "struct A {\n";
  for (int i = 0; i < 200; ++i) type += "  std::function<void()> m = {};\n";
  CHECK(long_ones(type + "};\n").empty());
  std::string many = "namespace a {\n";
  for (int i = 0; i < 200; ++i) many += "void f(std::string a = {}) { g(); }\n";
  CHECK(long_ones(many + "}\n").empty());
}

TEST_CASE("each long function is told, the short ones between are not") {
  const std::string long_one = "void f() {\n" + body(80) + "}\n";
  CHECK(long_ones(long_one + "void g() {}\n" + long_one) == std::vector<std::size_t>{1, 84});
}

TEST_CASE("braces in literals, comments and macros do not count") {
  check_limit("#define F {\n// {\nchar c = '{';\nvoid f() {\n", "}\n", 4);
}
