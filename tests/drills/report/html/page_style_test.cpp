// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "drills/report/html/page.hpp"
#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

std::set<std::string> all(const std::string& text, const std::string& pattern) {
  std::set<std::string> found;
  const std::regex regex{pattern};
  for (std::sregex_iterator at{text.begin(), text.end(), regex}, end; at != end; ++at) {
    found.insert((*at)[1]);
  }
  return found;
}

TEST_CASE("light and dark, narrow and paper are thought of, and nothing is fetched") {
  const std::string_view style = page_style();
  CHECK(contains(style, "prefers-color-scheme:dark"));
  CHECK(contains(style, "max-width:720px"));
  CHECK(contains(style, "@media print"));
  CHECK_FALSE(contains(style, "url("));
  CHECK_FALSE(contains(style, "@import"));
  CHECK(count_of(style, "{") == count_of(style, "}"));
}

TEST_CASE("every colour that is used is defined, for light and for dark") {
  const std::string style{page_style()};
  const auto used = all(style, R"(var\(--([a-z0-9-]+)\))");
  const std::string light = style.substr(0, style.find("@media"));
  const std::string dark =
      style.substr(style.find("@media"), style.find("*{box-sizing") - style.find("@media"));
  const std::set<std::string> by_verdict{"tone", "pale", "tint"};
  const auto in_light = all(light, R"(--([a-z0-9-]+):)");
  const auto in_dark = all(dark, R"(--([a-z0-9-]+):)");
  for (const std::string& name : used) {
    if (by_verdict.contains(name)) continue;
    CAPTURE(name);
    CHECK(in_light.contains(name));
    CHECK(in_dark.contains(name));
  }
}

TEST_CASE("everything that the pictures are drawn with has a style") {
  const std::string style{page_style()};
  for (const auto& [name, record] : fakes::sample_runs()) {
    const std::string page = rendered(record, "html");
    const std::string body = page.substr(page.find("<body>"));
    for (const std::string element : {"rect", "line", "path", "text"}) {
      for (const std::string& classes : all(body, "<" + element + R"([^>]* class="([^"]+)\")")) {
        const std::string last = classes.substr(classes.rfind(' ') + 1);
        CAPTURE(classes);
        CHECK((contains(style, "." + last) || last == "phase"));
      }
    }
  }
}

}  // namespace
}  // namespace gameday
