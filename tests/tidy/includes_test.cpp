// SPDX-License-Identifier: Apache-2.0
#include "tests/tidy/includes.hpp"

#include <doctest/doctest.h>

#include "tests/tidy/rules.hpp"

using namespace gameday::tidy;

namespace {

std::size_t broken(const std::string& path, const std::string& text) {
  return check_includes(make_source(path, text)).size();
}

}  // namespace

TEST_CASE("includes are read with their line and kind") {
  const auto includes = includes_of(
      make_source("a.cpp", "#include <map>\n// #include <set>\n#include \"base/x.hpp\"\n"));
  REQUIRE(includes.size() == 2);
  CHECK(includes[0].path == "map");
  CHECK(!includes[0].ours);
  CHECK(includes[1].path == "base/x.hpp");
  CHECK(includes[1].ours);
  CHECK(includes[1].line == 3);
}

TEST_CASE("an include against the direction is found") {
  CHECK(broken("base/a.cpp", "#include \"world/x.hpp\"\n") == 1);
  CHECK(broken("world/a.cpp", "#include \"base/x.hpp\"\n") == 0);
  CHECK(broken("drills/score/a.hpp", "#include \"drills/run/x.hpp\"\n") == 1);
}

TEST_CASE("an include is a path from the root") {
  CHECK(broken("base/a.cpp", "#include \"units.hpp\"\n") == 1);
  CHECK(broken("base/a.cpp", "#include \"../base/units.hpp\"\n") == 1);
  CHECK(broken("base/a.cpp", "#include \"tests/fakes/x.hpp\"\n") == 1);
}

TEST_CASE("a pure part does no input and output") {
  CHECK(broken("base/a.cpp", "#include <fstream>\n") == 1);
  CHECK(broken("drills/plan/a.cpp", "#include <sys/socket.h>\n") == 1);
  CHECK(broken("drills/report/a.cpp", "#include <map>\n") == 0);
  CHECK(broken("world/a.cpp", "#include <fstream>\n") == 0);
}

TEST_CASE("tests include what they like") {
  CHECK(broken("tests/base/a_test.cpp", "#include \"cli/x.hpp\"\n#include <fstream>\n") == 0);
}

TEST_CASE("a pure part does not reach the world by way of others") {
  const std::vector<Source> tree{
      make_source("drills/score/a.cpp", "#include \"drills/record/b.hpp\"\n"),
      make_source("drills/record/b.hpp", "#include \"drills/record/c.hpp\"\n"),
      make_source("drills/record/c.hpp", "#include \"world/w.hpp\"\n"),
      make_source("drills/run/d.cpp", "#include \"drills/record/c.hpp\"\n")};
  const auto findings = check_purity(tree);
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().path == "drills/score/a.cpp");
  CHECK(findings.front().what.find("drills/record/b.hpp -> drills/record/c.hpp -> world/w.hpp") !=
        std::string::npos);
}

TEST_CASE("headers that include each other end the walk") {
  const std::vector<Source> tree{make_source("base/a.hpp", "#include \"base/b.hpp\"\n"),
                                 make_source("base/b.hpp", "#include \"base/a.hpp\"\n")};
  CHECK(check_purity(tree).empty());
}
