// SPDX-License-Identifier: Apache-2.0
#include "drills/report/words.hpp"

#include <doctest/doctest.h>

#include "tests/drills/report/rendered.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("the outcome in a word: what may be in force first, then the abort, then the verdict") {
  CHECK(words::outcome(score(met_record())) == "Met");
  CHECK(words::outcome(score(missed_record())) == "Missed");
  CHECK(words::outcome(score(unknown_record())) == "Unknown");
  CHECK(words::outcome(score(aborted_record())) == "Aborted");
  CHECK(words::outcome(score(in_force_record())) == "Still in force");
  Record record = met_record();
  find_event<events::Finished>(record).internal_error = true;
  CHECK(words::outcome(score(record)) == "Internal error");
}

TEST_CASE("the headline says what was missed, why nothing is shown, or what to do next") {
  CHECK(contains(words::headline(score(missed_record())), "Recovery time"));
  CHECK(contains(words::headline(score(unknown_record())), "not clear"));
  CHECK(contains(words::headline(score(in_force_record())), "gameday recover"));
  CHECK(contains(words::headline(score(in_force_record())), "fault.region_blackhole.router"));
  CHECK(contains(words::headline(score(aborted_record())), "SIGINT"));
}

TEST_CASE("the summary tells of clients, data and proof in sentences") {
  const auto met = words::summary(score(met_record()));
  REQUIRE(met.size() == 4);
  CHECK(contains(met[0], "3.19 to 3.23 s"));
  CHECK(contains(met[0], "10 s"));
  CHECK(contains(met[1], "None of 1069"));
  CHECK(contains(met[2], "confirmed"));
  const auto missed = words::summary(score(missed_record()));
  CHECK(contains(missed[1], "7 of 1069"));
  const auto unknown = words::summary(score(unknown_record()));
  CHECK(contains(unknown[2], "not proven"));
  const auto killed = words::summary(score(killed_record()));
  CHECK(contains(killed[1], "not known"));
}

TEST_CASE("a system that failed over by itself is not said to be restored") {
  Scorecard card = score(met_record());
  card.end_state = "restored";
  card.failover_by = "system";
  CHECK(contains(words::summary(card).back(), "the failover was the system's own"));
  card.failover_by = "gameday";
  CHECK(contains(words::summary(card).back(), "left restored"));
}

TEST_CASE("figures that are not known are never written as numbers") {
  ObjectiveScore rpo;
  rpo.name = "rpo";
  CHECK(words::measured(rpo) == "unknown");
  CHECK(contains(words::counts(rpo), "attempted ?"));
  CHECK(contains(words::counts(rpo), "resolution ?"));
  ObjectiveScore rto;
  rto.name = "rto";
  CHECK(words::measured(rto) == "unknown");
  CHECK(words::counts(rto).empty());
  rto.measured.low = std::chrono::seconds{12};
  CHECK(words::measured(rto) == "more than 12.00 s");
  CHECK(words::seconds(std::nullopt) == "-");
  CHECK(words::took({}) == "-");
  CHECK(words::outage({}) == "no samples");
  CHECK(words::dropped({}).empty());
  CHECK(words::duration({}) == "-");
}

TEST_CASE("an outage that nobody noticed is told as none observed, with its bound") {
  const Scorecard card = score(sample_record({.bites = false}));
  CHECK(words::measured(card.objectives[0]) == "none observed, at most 0.03 s");
  CHECK(contains(words::summary(card)[0], "noticed no outage"));
  CHECK(words::outage(card.probes[0]) == "none observed");
}

TEST_CASE("what the policy decided, what forbade it, and who was asked, is told in words") {
  Scorecard card = score(met_record());
  CHECK(words::policy(card).empty());
  PolicyScore policy;
  policy.mode = "act";
  policy.expect = "stay";
  policy.replay = "identical";
  policy.vetoes = {{7s, {"lag"}, {"lag: b is too far behind"}}, {9s, {}, {}}};
  policy.asked = PolicyScore::Asked{"Kim", "jo", "yes", "lag, Kim", 7s, 1500ms, {"lag"}};
  card.policy = policy;
  using Told = std::vector<std::pair<std::string, std::string>>;
  CHECK(words::policy(card) ==
        Told{{"mode", "act, expected to stay"},
             {"decided", "no shift"},
             {"traffic moved", "never"},
             {"forbidden at 7.00 s", "lag: b is too far behind"},
             {"forbidden at 9.00 s", "no longer"},
             {"Kim was asked at 7.00 s", "yes after 1.50 s, by jo: lag, Kim"},
             {"decided again", "identical"}});
  card.policy->decided_at = 6s;
  card.policy->shifted_at = 8s;
  card.policy->shifted_by = "the step `shift`";
  card.policy->ahead = 2s;
  CHECK(words::policy(card)[2].second == "at 8.00 s, by the step `shift`, 2.00 s after it");
  card.policy->ahead = -2s;
  CHECK(words::policy(card)[2].second == "at 8.00 s, by the step `shift`, 2.00 s before it");
}

TEST_CASE("targets and durations are written as people write them") {
  const Scorecard card = score(met_record());
  CHECK(words::target(card.objectives[0]) == "at most 10 s");
  CHECK(words::target(card.objectives[1]) == "nothing lost");
  CHECK(words::span(std::chrono::milliseconds{90500}) == "1 m 30.5 s");
  CHECK(words::span(std::chrono::milliseconds{20}) == "20 ms");
  CHECK(words::title(card.objectives[1]) == "Data loss, class ledger");
}

TEST_CASE("how long a phase took carries the error of both its ends") {
  using namespace std::chrono_literals;
  const PhaseScore phase{"act", Interval{1s, 1100ms}, Interval{2s, 2300ms}};
  CHECK(words::took(phase) == "0.90 to 1.30 s");
}

TEST_CASE("an alert is told with its labels, and its page with the time or why there is none") {
  using namespace std::chrono_literals;
  AlertScore score;
  score.name = "Down";
  score.labels = {{"region", "a"}};
  CHECK(words::alert(score) == "Down region=a");
  CHECK(words::page(score) == "unknown");
  score.verdict = Verdict::missed;
  CHECK(words::page(score) == "none");
  score.suppressed = true;
  CHECK(words::page(score) == "kept from its receiver");
  score.latency = {1s, 1100ms};
  CHECK(words::page(score) == "1.00 to 1.10 s");
  score.must_not = true;
  CHECK(words::alert(score) == "no Down region=a");
}

TEST_CASE("alerts stand in the text, in the JUnit cases and on the page, where there are any") {
  Record record = met_record();
  AlertSpec alert;
  alert.name = "RegionDown";
  alert.monitor = "am";
  alert.within = std::chrono::seconds{5};
  for (const char* format : {"text", "junit", "html"}) {
    CAPTURE(format);
    CHECK_FALSE(contains(rendered(record, format), "RegionDown"));
  }
  record.definition.drill.alerts = {alert};
  for (const char* format : {"text", "junit", "html", "json"}) {
    CAPTURE(format);
    CHECK(contains(rendered(record, format), "RegionDown"));
  }
}

}  // namespace
}  // namespace gameday
