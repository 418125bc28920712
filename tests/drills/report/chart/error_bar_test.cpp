// SPDX-License-Identifier: Apache-2.0
#include "drills/report/chart/error_bar.hpp"

#include <doctest/doctest.h>

#include <regex>

#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

ObjectiveScore an_rto(Interval measured, Verdict verdict) {
  ObjectiveScore score;
  score.name = "rto";
  score.target = 10s;
  score.measured = measured;
  score.verdict = verdict;
  return score;
}

/// x of the first line of that class.
double x_of(const std::string& svg, const std::string& style) {
  std::smatch match;
  const std::regex line{"<line x1=\"([0-9.]+)\"[^>]*class=\"" + style + "\""};
  REQUIRE(std::regex_search(svg, match, line));
  return std::stod(match[1]);
}

TEST_CASE("the bar is to scale: its end against the target as the figures are") {
  constexpr double k_zero = 6;
  const std::string svg = draw_error_bar(an_rto({5s, 5s}, Verdict::met), "b");
  CHECK((x_of(svg, "cap") - k_zero) * 2 ==
        doctest::Approx(x_of(svg, "target") - k_zero).epsilon(0.01));
  CHECK(contains(svg, "fill-met"));
}

TEST_CASE("the error has a width of its own, and an end that is not known runs off") {
  const std::string wide = draw_error_bar(an_rto({8s, 12s}, Verdict::unknown), "b");
  CHECK(contains(wide, "error-unknown"));
  CHECK(count_of(wide, "class=\"cap\"") == 2);
  const std::string open = draw_error_bar(an_rto({12s, std::nullopt}, Verdict::missed), "b");
  CHECK(count_of(open, "class=\"cap\"") == 1);
  CHECK(contains(open, "<path"));
}

TEST_CASE("where there is nothing to draw there is no bar") {
  CHECK(draw_error_bar(an_rto({}, Verdict::unknown), "b").empty());
  ObjectiveScore nothing_lost = an_rto({0s, 0s}, Verdict::met);
  nothing_lost.target = 0s;
  CHECK(draw_error_bar(nothing_lost, "b").empty());
}

}  // namespace
}  // namespace gameday
