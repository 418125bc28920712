// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/report/chart/canvas.hpp"
#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

using namespace fakes;

/// What one lane draws of a run, and by how much it moves down.
template <class Draw>
std::string lane(const Record& record, const Draw& draw, double* moved = nullptr) {
  const Scorecard card = score(record);
  Svg svg{1000, 100, "x", "", ""};
  Canvas canvas{svg, card.start, std::max(card.end, card.start + 1ns), 0, 1000, 0};
  draw(canvas, card);
  if (moved != nullptr) *moved = canvas.y;
  return svg.finish(100);
}

TEST_CASE("each stage is a band with its name where there is room, and a hint where there is not") {
  const std::string svg = lane(met_record(), [](Canvas& canvas, const Scorecard&) {
    const Record record = met_record();
    draw_stages(canvas, record);
  });
  CHECK(contains(svg, ">baseline</text>"));
  CHECK(contains(svg, "<title>count again, "));
  CHECK_FALSE(contains(svg, "finished"));
}

TEST_CASE("a fault is drawn while it was in force, and to the end where it was not lifted") {
  const auto draw = [](Canvas& canvas, const Scorecard& card) { draw_faults(canvas, card); };
  CHECK(contains(lane(met_record(), draw), "in force for 9.21 s"));
  CHECK(contains(lane(in_force_record(), draw), "in force for 14.90 s"));
  double moved = -1;
  Record record = met_record();
  drop_events<events::FaultApplied>(record);
  CHECK_FALSE(contains(lane(record, draw, &moved), "class=\"fault\""));
  CHECK(moved == 0);
}

TEST_CASE("phases that are known are drawn, those that are not are left open") {
  const auto draw = [](Canvas& canvas, const Scorecard& card) { draw_phases(canvas, card); };
  const std::string svg = lane(met_record(), draw);
  CHECK(contains(svg, "phase phase-act"));
  CHECK(contains(svg, "<title>detect: 1.00 to 1.01 s</title>"));
  CHECK_FALSE(contains(svg, "phase-scale"));
  double moved = -1;
  CHECK_FALSE(contains(lane(Record{}, draw, &moved), "phase-"));
  CHECK(moved == 0);
}

TEST_CASE("steps bear their verdict; one that never ended runs to the end") {
  const auto draw = [](Canvas& canvas, const Scorecard& card) { draw_steps(canvas, card); };
  CHECK(contains(lane(missed_record(), draw), "fill-missed"));
  CHECK(contains(lane(missed_record(), draw), "promote-b, 5.69 s"));
  CHECK(contains(lane(killed_record(), draw), "shift-traffic, -"));
  CHECK_FALSE(contains(lane(killed_record(), draw), "stop-old-primary"));
}

}  // namespace
}  // namespace gameday
