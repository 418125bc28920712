// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("what the run did not show is said") {
  Record record = met_record();
  record.definition.drill.probes[0].client = "pooled";
  const Scorecard card = score(record);
  CHECK(says(card.not_tested, "fresh client"));
  CHECK(says(card.not_tested, "cached client"));
  CHECK_FALSE(says(card.not_tested, "pooled client"));
  CHECK(says(card.not_tested, "probe region-b-direct is not judged"));
  CHECK(says(card.not_tested, "the way back"));
  CHECK_FALSE(says(card.not_tested, "read only"));
}

TEST_CASE("ledgers that are not judged, have no target, or write from inside are said") {
  Record record = met_record();
  LedgerSpec& ledger = record.definition.drill.ledgers.front();
  record.definition.drill.ends = "failed-back";
  ledger.data_class = "other";
  CHECK(says(score(record).not_tested, "no target for what may be lost"));
  ledger.judge = false;
  CHECK(says(score(record).not_tested, "ledger orders is not judged"));
  CHECK(says(score(record).not_tested, "read only"));
  CHECK_FALSE(says(score(record).not_tested, "the way back"));
}

TEST_CASE("deviations are kept, each once, the keeper's loss among them") {
  Record record = met_record();
  for (int i = 0; i < 2; ++i) {
    record.events.push_back({after_onset(1s), events::Deviation{"gave up"}});
  }
  record.events.push_back({after_onset(1s), events::KeeperLost{"killed"}});
  CHECK(score(record).deviations ==
        std::vector<std::string>{"gave up", "the keeper was lost during the run"});
}

TEST_CASE("a wall clock that moved by more than 10 ms against ours was stepped") {
  Record record = met_record();
  CHECK(score(record).deviations.empty());
  const auto step = [&](Duration by) {
    int seen = 0;
    for (Event& event : record.events) {
      auto* pair = std::get_if<events::ClockPair>(&event.body);
      if (pair != nullptr && ++seen > 5) pair->wall += by;
    }
  };
  step(10ms);
  CHECK(score(record).deviations.empty());
  step(-25ms);
  CHECK(says(score(record).deviations, "stepped by -0.015 s, 5.0 s after the start"));
}

}  // namespace
}  // namespace gameday
