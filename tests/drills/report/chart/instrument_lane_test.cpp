// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "drills/report/chart/canvas.hpp"
#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

using namespace fakes;

std::string lane(const Record& record, std::size_t index) {
  const Scorecard card = score(record);
  Svg svg{1000, 100, "x", "", ""};
  Canvas canvas{svg, card.start, card.end, 0, 1000, 0};
  draw_instrument(canvas, card.probes.at(index), record, card);
  return svg.finish(100);
}

TEST_CASE("an outage is drawn with what is certain and what is possible") {
  const std::string shop = lane(met_record(), 0);
  CHECK(contains(shop, "class=\"outage-error\"><title>shop: outage of 2.68 to 3.23 s</title>"));
  CHECK(contains(shop, "class=\"outage\""));
  CHECK(count_of(shop, "class=\"cap\"") == 2);
  CHECK_FALSE(contains(lane(met_record(), 1), "outage\""));
}

TEST_CASE("an outage that did not end has one end only") {
  const std::string shop = lane(killed_record(), 0);
  CHECK(count_of(shop, "class=\"cap\"") == 1);
}

TEST_CASE("availability: up, down, and up again, each one box") {
  const std::string shop = lane(met_record(), 0);
  CHECK(count_of(shop, "class=\"up\"") == 2);
  CHECK(count_of(shop, "class=\"down\"") == 1);
  CHECK(contains(lane(met_record(), 1), "class=\"up\""));
  CHECK(count_of(lane(met_record(), 1), "class=\"down\"") == 0);
}

TEST_CASE("latency is one band that breaks where nothing was answered") {
  const std::string shop = lane(met_record(), 0);
  REQUIRE(count_of(shop, "class=\"latency\"") == 1);
  const auto begin = shop.find("<path d=\"") + 9;
  const std::string path = shop.substr(begin, shop.find('"', begin) - begin);
  CHECK(count_of(path, "M") == 2);
  CHECK(contains(shop, ">1 ms</text>"));
  CHECK(contains(shop, ">10 ms</text>"));
}

TEST_CASE("a ledger shows what was acknowledged, what was not, and what was lost") {
  const std::string orders = lane(missed_record(), 2);
  CHECK(contains(orders, "class=\"acked\""));
  CHECK(contains(orders, "class=\"doubt\""));
  CHECK(contains(orders, "acknowledged and lost</title>"));
  CHECK_FALSE(contains(lane(met_record(), 2), "class=\"lost\""));
  CHECK_FALSE(contains(lane(met_record(), 0), "class=\"acked\""));
}

TEST_CASE("an instrument without samples is an empty lane, not a crash") {
  Record record = met_record();
  record.probes.clear();
  record.ledgers.clear();
  CHECK_FALSE(contains(lane(record, 0), "class=\"up\""));
  CHECK(contains(lane(record, 2), "no samples"));
}

}  // namespace
}  // namespace gameday
