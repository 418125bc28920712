// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/tidy/rules.hpp"

using namespace gameday::tidy;

namespace {

using Lines = std::vector<std::size_t>;

Lines found(const std::string& path, const std::string& text) {
  Lines lines;
  for (const Finding& finding : check_heads(make_source(path, text))) lines.push_back(finding.line);
  return lines;
}

/// The lines, from 1, of those without a contract in a header of this content.
Lines bare(const std::string& content) {
  const std::string head = "// SPDX-License-Identifier: Apache-2.0\n#pragma once\n";
  Lines lines = found("base/a.hpp", head + "namespace a {\n" + content + "}  // namespace a\n");
  for (std::size_t& line : lines) line -= 3;
  return lines;
}

}  // namespace

TEST_CASE("the licence comes first") {
  CHECK(found("base/a.cpp", "// SPDX-License-Identifier: Apache-2.0\nint a;\n").empty());
  CHECK(found("base/a.cpp", "int a;\n") == Lines{1});
  CHECK(found("base/a.cpp", "") == Lines{1});
  CHECK(found("a.md", "").empty());
}

TEST_CASE("a header has its guard") {
  CHECK(found("tests/a.hpp", "// SPDX-License-Identifier: Apache-2.0\nint a;\n") == Lines{1});
}

TEST_CASE("a declaration has a contract, above it or behind it") {
  CHECK(bare("/// Does it.\nvoid f();\n").empty());
  CHECK(bare("void f();  ///< does it\n").empty());
  CHECK(bare("void f();\n") == Lines{1});
  CHECK(bare("/// One.\nvoid f();\n\nvoid g(int a,\n       int b);\n") == Lines{4});
  CHECK(bare("struct A {\n  int a;\n};\n") == Lines{1});
  CHECK(bare("/// A.\nstruct A {\n\n  int f() { return 1; }\n\n  int b;\n};\n").empty());
  CHECK(bare("template <class T>\nstruct A {};\n") == Lines{1});
}

TEST_CASE("a paragraph and a family of functions share one contract") {
  CHECK(bare("/// Both.\nvoid f();\nvoid g();\n").empty());
  CHECK(bare("/// All.\nvoid f(int a);\n\nvoid f(long a);\n\nvoid g();\n") == Lines{6});
}

TEST_CASE("what speaks for itself needs none") {
  CHECK(bare("class A;\nusing B = int;\ninline constexpr int k_c = 1;\n").empty());
  CHECK(bare("std::string_view to_string(A a);\n").empty());
  CHECK(bare("std::span<const Kind* const> kinds();\n").empty());
  CHECK(bare("enum class E { a, b };\n").empty());
  CHECK(bare("GAMEDAY_KINDS(GAMEDAY_DECLARE)\n").empty());
}

TEST_CASE("helpers of tests are free of contracts") {
  CHECK(found("tests/a.hpp", "// SPDX-License-Identifier: Apache-2.0\n#pragma once\nvoid f();\n")
            .empty());
}
