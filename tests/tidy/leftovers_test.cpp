// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/tidy/rules.hpp"

using namespace gameday::tidy;

namespace {

std::vector<std::size_t> left(const std::string& text, const std::string& path = "base/a.cpp") {
  std::vector<std::size_t> lines;
  for (const Finding& finding : check_leftovers(make_source(path, text))) {
    lines.push_back(finding.line);
  }
  return lines;
}

using Lines = std::vector<std::size_t>;

/// Put together here, so that no search for them finds this file.
std::string joined(std::string_view a, std::string_view b) {
  return std::string{a} + std::string{b};
}

}  // namespace

TEST_CASE("marks of unfinished work are found, in any file") {
  for (const auto& mark :
       {joined("TO", "DO"), joined("FIX", "ME"), joined("XX", "X"), joined("HA", "CK")}) {
    CAPTURE(mark);
    CHECK(left("a;\n// " + mark + ": later") == Lines{2});
    CHECK(left("- " + mark, "README.md") == Lines{1});
    CHECK(left("f(\"" + mark + "S" + mark + "\");").empty());
  }
}

TEST_CASE("a path of a developer's machine is found, in any file") {
  CHECK(left("see " + joined("/wo", "rk/main/x"), "README.md") == Lines{1});
  CHECK(left("open(\"" + joined("/ho", "me/me/x\"") + ");") == Lines{1});
  CHECK(left("(" + joined("/Us", "ers/me)"), "a.md") == Lines{1});
  CHECK(left("frame" + joined("/wo", "rk/x"), "a.md").empty());
  CHECK(left("HOME=" + joined("/ho", "me/op"), "tests/a_test.cpp").empty());
  CHECK(left("at " + joined("/wo", "rk/x"), "tests/a_test.cpp") == Lines{1});
}

TEST_CASE("banners and code that is switched off are found") {
  CHECK(left("// ------\n//////////\n// ==== //\n") == Lines{1, 2, 3});
  CHECK(left("#if 0\nx\n#endif") == Lines{1});
  CHECK(left("a();\n  // b(1);\n") == Lines{2});
  CHECK(left("// if (x == 1) {").empty() == false);
}

TEST_CASE("prose is no code") {
  CHECK(left("// It is so (while it lasts);\n/// f(x) gives y;\n// not - that\n").empty());
  CHECK(left("---- x ----", "a.md").empty());
}
