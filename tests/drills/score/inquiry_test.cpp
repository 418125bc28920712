// SPDX-License-Identifier: Apache-2.0
#include "drills/score/inquiry.hpp"

#include <doctest/doctest.h>

#include "tests/drills/score/judged.hpp"

namespace gameday {
namespace {

using namespace fakes;

TEST_CASE("probes and ledgers are instruments alike; only the clients' way is judged") {
  Record record = met_record();
  LedgerSpec inside = record.definition.drill.ledgers.front();
  inside.name = "inside";
  inside.from = "region-a";
  record.definition.drill.ledgers.push_back(inside);
  const Inquiry inquiry = open_inquiry(record);
  REQUIRE(inquiry.instruments.size() == 4);
  CHECK(inquiry.instruments[0].judged);
  CHECK_FALSE(inquiry.instruments[1].judged);
  CHECK(inquiry.instruments[2].judged);
  CHECK(inquiry.instruments[2].is_ledger);
  CHECK_FALSE(inquiry.instruments[3].judged);
}

TEST_CASE("a recovery must hold for no less than 20 periods") {
  Record record = met_record();
  record.definition.drill.stable_for = 1s;
  record.definition.drill.probes[0].every = 100ms;
  const Inquiry inquiry = open_inquiry(record);
  CHECK(inquiry.instruments[0].rule.stable_for == 2s);
  CHECK(inquiry.instruments[2].rule.stable_for == 1s);
}

TEST_CASE("writers that stopped to be counted are watched until then") {
  const Record record = met_record();
  const Inquiry inquiry = open_inquiry(record);
  CHECK(inquiry.instruments[2].watched_until == inquiry.facts.settled.front());
  CHECK(inquiry.instruments[0].watched_until == *inquiry.facts.lifted);
}

TEST_CASE("a good run has nothing against it; the reasons of a bad one are sentences") {
  CHECK(open_inquiry(met_record()).nothing_met.empty());
  CHECK(open_inquiry(met_record()).broke_nothing.empty());
  CHECK(says(open_inquiry(unknown_record()).nothing_met, "whether fault region_blackhole bit"));
  const Record empty;
  CHECK(says(open_inquiry(empty).nothing_met, "no recorded end"));
}

TEST_CASE("only a good verdict is held back, and each reason is given once") {
  const Record record = unknown_record();
  const Inquiry inquiry = open_inquiry(record);
  std::vector<std::string> reasons;
  CHECK(hold_back(inquiry, Verdict::missed, reasons) == Verdict::missed);
  CHECK(reasons.empty());
  CHECK(hold_back(inquiry, Verdict::met, reasons) == Verdict::unknown);
  CHECK(hold_back(inquiry, Verdict::unknown, reasons) == Verdict::unknown);
  CHECK(reasons.size() == 1);
  CHECK(hold_back(inquiry, Verdict::not_applicable, reasons) == Verdict::not_applicable);
}

}  // namespace
}  // namespace gameday
