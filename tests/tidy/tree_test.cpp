// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/tree.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "tests/tidy/rules.hpp"

using namespace gameday::tidy;

namespace {

const std::vector<Source>& tree() {
  static const std::vector<Source> k_tree = read_tree(GAMEDAY_SOURCE_DIR);
  return k_tree;
}

bool holds(std::string_view path) {
  return std::any_of(tree().begin(), tree().end(),
                     [&](const Source& source) { return source.path == path; });
}

void tell(const Findings& findings) {
  for (const Finding& finding : findings) {
    FAIL_CHECK(finding.path << ":" << finding.line << ": " << finding.what);
  }
}

}  // namespace

TEST_CASE("the tree is read, without what was built") {
  CHECK(holds("base/units.cpp"));
  CHECK(holds("tests/tidy/tree_test.cpp"));
  CHECK(holds("tools/packages.txt"));
  CHECK(holds(".ci/run"));
  CHECK(std::none_of(tree().begin(), tree().end(), [](const Source& source) {
    return source.is_under("build") || source.is_under(".git/");
  }));
}

TEST_CASE("each file keeps the house's rules") {
  for (const FileRule& rule : k_file_rules) {
    SUBCASE(rule.name.data()) {
      for (const Source& source : tree()) tell(rule.check(source));
    }
  }
}

TEST_CASE("no pure folder reaches the world") { tell(check_purity(tree())); }

TEST_CASE("each source has its test at the mirrored path") { tell(check_mirrors(tree())); }

TEST_CASE("no name means two types") { tell(check_types(tree())); }
