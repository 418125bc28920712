// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/tidy/rules.hpp"

using namespace gameday::tidy;

namespace {

Source lines(const std::string& path, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "a\n";
  return make_source(path, text);
}

}  // namespace

TEST_CASE("a source without its test is found") {
  const auto findings = check_mirrors({lines("injectors/mechanisms/nftables.cpp", 100)});
  REQUIRE(findings.size() == 1);
  CHECK(findings.front().what == "tests/injectors/mechanisms/nftables_test.cpp is missing");
}

TEST_CASE("a source with its test is fine") {
  CHECK(check_mirrors({lines("base/a.cpp", 100), lines("tests/base/a_test.cpp", 1)}).empty());
  CHECK(check_mirrors({lines("base/a.cpp", 100), lines("tests/world/a_test.cpp", 1)}).size() == 1);
}

TEST_CASE("small sources, headers, programs and tests need none") {
  CHECK(check_mirrors({lines("base/a.cpp", k_untested_lines)}).empty());
  CHECK(check_mirrors({lines("base/a.cpp", k_untested_lines + 1)}).size() == 1);
  CHECK(check_mirrors({lines("base/a.hpp", 100), lines("cli/main.cpp", 100),
                       lines("lab/shop/main.cpp", 100), lines("tests/sim/x.cpp", 100)})
            .empty());
}
