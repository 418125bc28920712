// SPDX-License-Identifier: Apache-2.0
#include "drills/score/readings.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

LedgerReading good() {
  return {{"orders", events::Reading::after_heal, "db-b", true, 2, {"db-b"}, ""}, {1, 2}};
}

TEST_CASE("readings are found by their kind, and their times by the timeline") {
  LedgerRecord ledger;
  ledger.readings.push_back(good());
  CHECK(find_reading(ledger, events::Reading::after_heal) == &ledger.readings[0]);
  CHECK(find_reading(ledger, events::Reading::after_failback) == nullptr);
  Facts facts;
  facts.settled = {Instant{1s}, Instant{5s}};
  facts.reads.push_back({Instant{4s}, good().about});
  CHECK(read_at(facts, "orders", events::Reading::after_heal) == Instant{4s});
  CHECK_FALSE(read_at(facts, "other", events::Reading::after_heal));
  CHECK(settled_before(facts, Instant{4s}) == Instant{1s});
  CHECK_FALSE(settled_before(facts, Instant{500ms}));
}

TEST_CASE("a reading is evidence only of a writable node with its writers at rest") {
  std::vector<Write> writes(1);
  writes[0].sent = Instant{0s};
  writes[0].done = Instant{100ms};
  const Instant settled{1s};
  const Instant read{2s};
  LedgerReading reading = good();
  CHECK(find_flaw(reading, writes, settled, read).empty());
  CHECK_FALSE(find_flaw(reading, writes, std::nullopt, read).empty());
  writes[0].done = Instant{1500ms};
  CHECK(find_flaw(reading, writes, settled, read).find("under way") != std::string::npos);
  reading.about.count = 3;
  CHECK(find_flaw(reading, {}, settled, read).find("not all") != std::string::npos);
  reading.about.writable = false;
  CHECK(find_flaw(reading, {}, settled, read).find("db-b") != std::string::npos);
  reading.about.error = "no answer";
  CHECK(find_flaw(reading, {}, settled, read) == "no answer");
}

TEST_CASE("any loss misses a target of nothing") {
  Account account;
  account.rpo = {Duration{0}, Duration{0}};
  CHECK(judge_account(account, 0s) == Verdict::met);
  account.lost = 1;
  account.rpo = {1s, 2s};
  CHECK(judge_account(account, 0s) == Verdict::missed);
  CHECK(judge_account(account, 3s) == Verdict::met);
  account.duplicated = 1;
  CHECK(judge_account(account, 3s) == Verdict::missed);
}

}  // namespace
}  // namespace gameday
