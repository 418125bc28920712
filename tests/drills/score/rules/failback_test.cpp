// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"
#include "tests/fakes/failback_record.hpp"

namespace gameday {
namespace {

using namespace fakes;

const ObjectiveScore& back(const Scorecard& card, std::string_view name) {
  for (const ObjectiveScore& score : card.failback.value().objectives) {
    if (score.name == name) return score;
  }
  throw std::out_of_range{std::string{name}};
}

TEST_CASE("a failback that goes well is met, by an onset and an outage of its own") {
  const Scorecard card = score(failback_record());
  REQUIRE(card.failback);
  CHECK(card.failback->verdict == Verdict::met);
  CHECK(card.verdict == Verdict::met);
  const ObjectiveScore& rto = back(card, "rto");
  CHECK(*rto.measured.low >= 270ms);
  CHECK(*rto.measured.high <= 330ms);
  CHECK(back(card, "rpo").lost == 0);
  CHECK(card.failback->prepared == 500ms);
  CHECK(card.failback->onset->high - card.failback->onset->low == 2ms);
  CHECK(card.failback->checks.at(0).verdict == Verdict::met);
  CHECK(card.end_state == "failed-back");
}

TEST_CASE("the way over is judged as if there had been no way back") {
  const Scorecard over = score(met_record());
  const Scorecard both = score(failback_record());
  CHECK(objective(both, "rto").measured == objective(over, "rto").measured);
  CHECK(objective(both, "rto").relapses == 0);
  CHECK(objective(both, "rto").bad_time == objective(over, "rto").bad_time);
  CHECK(objective(both, "rpo").lost == objective(over, "rpo").lost);
  CHECK_FALSE(over.failback);
  for (const Finding& finding : both.findings) CHECK(finding.id != "relapsed");
}

TEST_CASE("its phases add up to its time") {
  const Scorecard card = score(failback_record());
  const auto& phases = card.failback->phases;
  REQUIRE(phases.size() == 4);
  CHECK(phases[0].name == "demote");
  CHECK(phases[1].name == "act");
  CHECK(phases[2].name == "shift");
  CHECK(phases[3].name == "converge");
  CHECK(*phases.front().start->low == Duration{0});
  CHECK(*phases.back().end->high == *back(card, "rto").measured.high);
  for (std::size_t i = 1; i < phases.size(); ++i) CHECK(phases[i].start == phases[i - 1].end);
}

TEST_CASE("what is acknowledged and gone after the failback is its own loss") {
  const Scorecard card = score(failback_record({.lost = 3}));
  CHECK(back(card, "rpo").lost == 3);
  CHECK(back(card, "rpo").verdict == Verdict::missed);
  CHECK(objective(card, "rpo").lost == 0);
  CHECK(card.verdict == Verdict::missed);
}

TEST_CASE("a gate that was closed has the last word, and nothing else is judged") {
  for (const std::string gate : {"reachable", "caught_up"}) {
    const Scorecard card = score(failback_record({.closed_gate = gate}));
    REQUIRE(card.failback);
    CHECK(card.failback->verdict == Verdict::missed);
    CHECK(says(card.failback->reasons, "gate " + gate + " was closed"));
    CHECK_FALSE(card.failback->onset);
    CHECK(card.failback->runbook[1].verdict == Verdict::not_applicable);
    CHECK(card.verdict == Verdict::missed);
    CHECK(objective(card, "rto").verdict == Verdict::met);
  }
}

TEST_CASE("one that is not required says so, and does not count") {
  Record record = failback_record({.closed_gate = "reachable"});
  record.definition.drill.failback->required = false;
  const Scorecard card = score(record);
  CHECK(card.failback->verdict == Verdict::missed);
  CHECK(card.verdict == Verdict::met);
}

TEST_CASE("stranded writes are listed one by one, with what became of them") {
  const Scorecard card = score(failback_record({.stranded = 4}));
  REQUIRE(card.failback->stranded.size() == 1);
  const StrandedScore& stranded = card.failback->stranded[0];
  REQUIRE(stranded.writes.size() == 4);
  CHECK(stranded.word == "kept");
  CHECK(stranded.file == "stranded/orders.json");
  CHECK(stranded.error.empty());
  CHECK_FALSE(stranded.writes[0].acknowledged);
  CHECK(stranded.writes[0].sent.has_value());
  CHECK(stranded.writes[0].id < stranded.writes[3].id);
}

TEST_CASE("connections that were kept and came back later are told apart from the service") {
  const Scorecard quick = score(failback_record());
  for (const Finding& finding : quick.findings) CHECK(finding.id != "late_connections");
  const Scorecard card = score(failback_record({.writes_later = 700ms}));
  const auto found = std::ranges::find(card.findings, "late_connections", &Finding::id);
  REQUIRE(found != card.findings.end());
  CHECK(found->text.find("connection refused") != std::string::npos);
  CHECK(*card.failback->fresh.high < 350ms);
  CHECK(*card.failback->kept.low > 900ms);
  CHECK(back(card, "rto").subject == "orders");
}

TEST_CASE("two nodes that accept writes after the failback are missed") {
  Record record = failback_record();
  for (Event& event : record.events) {
    auto* read = std::get_if<events::LedgerRead>(&event.body);
    if (read != nullptr && read->reading == events::Reading::after_failback) {
      read->writable_nodes = {"db-a", "db-b"};
    }
  }
  const Scorecard card = score(record);
  CHECK(card.failback->checks[0].verdict == Verdict::missed);
  CHECK(card.failback->verdict == Verdict::missed);
}

TEST_CASE("a run that died before its way back leaves it unknown") {
  Record record = failback_record();
  std::erase_if(record.events, [](const Event& event) { return event.at > run_time(15s); });
  const Scorecard card = score(record);
  CHECK(card.failback->verdict == Verdict::unknown);
  CHECK(says(card.failback->reasons, "not entered upon"));
}

}  // namespace
}  // namespace gameday
