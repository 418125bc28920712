// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

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

TEST_CASE("how long after the shift a class reached the new region is told where classes differ") {
  Record record = met_record();
  CHECK_FALSE(score(record).probes[0].old_answers.has_value());
  record.definition.drill.probes[0].client = "cached";
  const ProbeScore shop = score(record).probes[0];
  CHECK(shop.old_answers == 0);
  CHECK_FALSE(score(record).probes[1].old_answers.has_value());  // asks the survivor directly
  REQUIRE(shop.converged);
  REQUIRE(shop.converged->high);
  CHECK(*shop.converged->high < 100ms);
  SUBCASE("answers of the old region after the shift make it late") {
    auto& samples = record.probes.at("shop");
    const auto back = std::ranges::find_if(
        samples, [](const Sample& sample) { return sample.good && sample.region == "region-b"; });
    REQUIRE(samples.end() - back > 60);
    for (auto sample = back; sample != back + 50; ++sample) sample->region = "region-a";
    const ProbeScore late = score(record).probes[0];
    CHECK(*late.old_answers >= 49);
    CHECK(*late.converged->low >= 900ms);
    CHECK(*late.converged->high < 1200ms);
  }
  SUBCASE("one that never reached it has no figure") {
    for (Sample& sample : record.probes.at("shop")) sample.region = "region-a";
    const ProbeScore never = score(record).probes[0];
    CHECK_FALSE(never.converged->high.has_value());
    CHECK(*never.old_answers > 0);
  }
}

}  // namespace
}  // namespace gameday
