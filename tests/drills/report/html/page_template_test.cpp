// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <regex>

#include "drills/report/html/page.hpp"
#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

TEST_CASE("only what we draw ourselves goes in unescaped") {
  const std::string page{page_template()};
  const std::regex raw{R"(\{\{\{([a-z_]+)\}\}\})"};
  for (std::sregex_iterator at{page.begin(), page.end(), raw}, end; at != end; ++at) {
    const std::string name = (*at)[1];
    CAPTURE(name);
    CHECK((name == "style" || name == "seal" || name == "bar" || name.starts_with("timeline_")));
  }
  CHECK_FALSE(contains(page, "{{&"));
}

TEST_CASE("the page forbids itself to fetch or to run anything") {
  CHECK(contains(page_template(), "default-src 'none'"));
  CHECK_FALSE(contains(page_template(), "<script"));
  CHECK_FALSE(contains(page_template(),
                       "http"
                       "://"));
  CHECK(contains(page_template(), "lang=\"en\""));
  CHECK(contains(page_template(), "width=device-width"));
}

}  // namespace
}  // namespace gameday
