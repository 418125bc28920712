// SPDX-License-Identifier: Apache-2.0
#include "drills/score/opinion.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

TEST_CASE("the worst of all opinions counts, and names its instrument") {
  ObjectiveScore score;
  Outage outage;
  outage.relapses = 2;
  add_opinion(score, "shop", std::nullopt, {{1s, 2s}, Verdict::met, {}}, true);
  CHECK(score.subject == "shop");
  CHECK(score.verdict == Verdict::met);
  add_opinion(score, "orders", outage, {{1500ms, 3s}, Verdict::missed, {"late"}}, false);
  CHECK(score.subject == "orders");
  CHECK(score.measured == Interval{1500ms, 3s});
  CHECK(score.relapses == 2);
  CHECK(score.verdict == Verdict::missed);
  add_opinion(score, "quick", std::nullopt, {{0s, 1s}, Verdict::met, {}}, false);
  CHECK(score.subject == "orders");
  add_opinion(score, "gone", std::nullopt, {{1s, std::nullopt}, Verdict::unknown, {}}, false);
  CHECK(score.subject == "gone");
  CHECK_FALSE(score.measured.high);
  CHECK(score.reasons == std::vector<std::string>{"late"});
}

TEST_CASE("a sampler that lags more than the verdict bears makes it unknown") {
  JudgedInstrument instrument;
  instrument.name = "shop";
  for (int i = 0; i < 200; ++i) {
    Sample sample;
    sample.intended = Instant{i * 10ms};
    sample.sent = sample.intended + 400ms;
    instrument.samples.push_back(sample);
  }
  Opinion opinion{{1s, 2s}, Verdict::met, {}};
  weigh_lag(opinion, instrument, Instant{0s}, Instant{1s}, 3s);
  CHECK(opinion.verdict == Verdict::unknown);
  REQUIRE(opinion.reasons.size() == 1);
  Opinion wide{{1s, 2s}, Verdict::met, {}};
  weigh_lag(wide, instrument, Instant{5s}, Instant{6s}, 3s);
  CHECK(wide.verdict == Verdict::met);
}

}  // namespace
}  // namespace gameday
