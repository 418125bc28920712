// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("every instrument of the drill is told, with what it counted") {
  const Record record = met_record();
  const Scorecard card = score(record);
  REQUIRE(card.probes.size() == 3);
  const ProbeScore& shop = card.probes[0];
  CHECK(shop.samples == record.probes.at("shop").size());
  CHECK(shop.bad == 160);
  CHECK(shop.lag_p99 == 150us);
  CHECK(*shop.outage.high > 3s);
  CHECK(shop.recovered.has_value());
  CHECK(card.probes[1].bad == 0);
  CHECK(card.probes[1].outage == Interval{});
  CHECK(card.probes[2].is_ledger);
  CHECK(card.probes[2].samples == record.ledgers.at("orders").writes.size());
}

TEST_CASE("the outage has no rule about the lift: one that ended by the heal has an end") {
  const Scorecard card = score(sample_record({.recovers = std::nullopt}));
  CHECK(card.probes[0].outage.high.has_value());
  CHECK_FALSE(objective(card, "rto").measured.high.has_value());
}

}  // namespace
}  // namespace gameday
