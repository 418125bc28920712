// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/score/scorecard.hpp"
#include "tests/fakes/sample_record.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("a drill that went well is met, and exits 0") {
  const Scorecard card = score(met_record());
  CAPTURE(to_json(card).dump(2));
  CHECK(card.verdict == Verdict::met);
  CHECK(card.exit_status == 0);
}

}  // namespace
}  // namespace gameday
