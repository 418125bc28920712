// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/tidy/rules.hpp"

using namespace gameday::tidy;

namespace {

Source header(std::string path, const std::string& text) {
  return make_source(std::move(path), text);
}

}  // namespace

TEST_CASE("a type is defined once in a namespace") {
  const std::string dial = "namespace gameday {\nstruct Dial {\n  int a;\n};\n}\n";
  const Findings found = check_types({header("a.hpp", dial), header("tests/b.hpp", dial)});
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "tests/b.hpp");
  CHECK(found[0].line == 2);
  CHECK(found[0].what == "gameday::Dial is defined in a.hpp as well");
}

TEST_CASE("a type elsewhere, within another one, or only named is none") {
  CHECK(
      check_types({header("a.hpp", "namespace gameday {\nclass Dial final : public A {\n};\n}\n"),
                   header("b.hpp", "namespace gameday::lab {\nclass Dial {\n};\n}\n"),
                   header("c.hpp", "namespace gameday {\nclass Dial;\n}\n"),
                   header("d.hpp", "namespace gameday {\nstruct E {\n  struct Dial {};\n};\n}\n")})
          .empty());
}
