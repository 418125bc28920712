// SPDX-License-Identifier: Apache-2.0
#include "drills/report/chart/svg.hpp"

#include <doctest/doctest.h>

#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

TEST_CASE("a picture names and describes itself for those who do not see it") {
  const Svg svg{100, 10, "x", "A & B", "what <it> shows"};
  const std::string text = svg.finish(50);
  CHECK(contains(text, "viewBox=\"0 0 100 50\""));
  CHECK(contains(text, "role=\"img\" aria-labelledby=\"x-title x-desc\""));
  CHECK(contains(text, "<title id=\"x-title\">A &amp; B</title>"));
  CHECK(contains(text, "<desc id=\"x-desc\">what &lt;it&gt; shows</desc>"));
}

TEST_CASE("the grid lies behind, text stands before everything") {
  Svg svg{100, 10, "x", "", ""};
  svg.text(1, 2, "<word>", "tick", Anchor::end);
  svg.rect(1, 2, 3, 4, "box", "hint & more");
  svg.line(0, 0, 1, 1, "line");
  svg.path("M0 0l1 1", "curve");
  svg.grid_line(5, 0, 10, "grid");
  const std::string text = svg.finish(10);
  const auto grid = text.find("class=\"grid\"");
  const auto box = text.find("class=\"box\"");
  const auto word = text.find("&lt;word&gt;");
  CHECK(grid < box);
  CHECK(box < word);
  CHECK(word != std::string::npos);
  CHECK(contains(text, "text-anchor=\"end\""));
  CHECK(contains(text, "<title>hint &amp; more</title>"));
  CHECK(contains(text, "<path d=\"M0 0l1 1\" class=\"curve\"/>"));
}

TEST_CASE("a box is never drawn backwards") {
  Svg svg{10, 10, "x", "", ""};
  svg.rect(1, 1, -5, -5, "box");
  CHECK(contains(svg.finish(10), "width=\"0.0\" height=\"0.0\""));
}

TEST_CASE("text is measured in characters, not in bytes") {
  CHECK(text_width("éé", 10) == text_width("ee", 10));
  CHECK(text_width("", 10) == 0);
}

}  // namespace
}  // namespace gameday
