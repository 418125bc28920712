// SPDX-License-Identifier: Apache-2.0
#include "drills/report/chart/timeline.hpp"

#include <doctest/doctest.h>

#include <regex>

#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

using namespace fakes;

std::string drawn(const Record& record, int width = 1080) {
  return draw_timeline(score(record), record, width, "t");
}

/// Every x that is drawn at.
std::vector<double> all_x(const std::string& svg) {
  std::vector<double> found;
  const std::regex attribute{" x[12]?=\"(-?[0-9.]+)\""};
  for (std::sregex_iterator at{svg.begin(), svg.end(), attribute}, end; at != end; ++at) {
    found.push_back(std::stod((*at)[1]));
  }
  return found;
}

double mark(const std::string& svg, const std::string& style) {
  std::smatch match;
  REQUIRE(std::regex_search(svg, match,
                            std::regex{"<line x1=\"([0-9.]+)\"[^>]*class=\"" + style + "\""}));
  return std::stod(match[1]);
}

TEST_CASE("fault, recovery and target stand where they were, to scale") {
  const Record record = met_record();
  const Scorecard card = score(record);
  const std::string svg = drawn(record);
  const double per_second = (1080 - 16) / to_seconds(card.end - card.start);
  const double on = mark(svg, "mark bad");
  CHECK(on == doctest::Approx(8 + 6.001 * per_second).epsilon(0.001));
  CHECK(mark(svg, "mark aim") - on == doctest::Approx(10 * per_second).epsilon(0.001));
  CHECK(mark(svg, "mark good") - on == doctest::Approx(3.22 * per_second).epsilon(0.01));
  CHECK(mark(svg, "mark") - on == doctest::Approx(9.211 * per_second).epsilon(0.01));
}

TEST_CASE("every lane is there, and all of it lies within the picture, wide or narrow") {
  for (const int width : {1080, 420}) {
    for (const auto& [name, record] : sample_runs()) {
      CAPTURE(name);
      for (const double x : all_x(drawn(record, width))) {
        CHECK(x >= 0);
        CHECK(x <= width);
      }
    }
    const std::string svg = drawn(met_record(), width);
    for (const char* lane : {"Stages", "Fault", "What the time went into", "shop",
                             "region-b-direct", "orders", "Runbook"}) {
      CAPTURE(lane);
      CHECK(contains(svg, std::string{"class=\"lane\">"} + lane));
    }
  }
}

TEST_CASE("ticks count from the onset, and are not many") {
  const std::string svg = drawn(met_record());
  CHECK(contains(svg, ">0 s</text>"));
  CHECK(contains(svg, ">-2 s</text>"));
  CHECK(count_of(svg, "class=\"grid\"") < 60);
}

TEST_CASE("an hour at 1,000 samples a second is no larger picture than a minute") {
  Record record = met_record();
  Samples& samples = record.probes.at("shop");
  const Sample last = samples.back();
  for (int i = 0; i < 100000; ++i) samples.push_back(last);
  CHECK(drawn(record).size() < 200000);
}

TEST_CASE("the same record is the same picture") {
  CHECK(drawn(missed_record()) == drawn(missed_record()));
}

}  // namespace
}  // namespace gameday
