// SPDX-License-Identifier: Apache-2.0
#include "drills/record/journal_records.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/record/sealed_line.hpp"

namespace gameday {
namespace {

Change a_change() {
  Change change;
  change.id = "fault.cut.router";
  change.apply.what = Netfilter{{"add table inet t"}};
  change.verify.look.what = Netfilter{{"list tables"}};
  change.revert = Action{{}, std::chrono::seconds{1}, Netfilter{{"delete table inet t"}}};
  return change;
}

Json stamped(Json record) {
  stamp(record);
  return record;
}

TEST_CASE("the change is written once, and again where it is another") {
  JournalContent content;
  const Json first = change_record(a_change(), ChangeState::intended, "", nullptr);
  CHECK(first.contains("change"));
  REQUIRE(fold(content, stamped(first)));
  const JournalEntry* known = content.find("fault.cut.router");
  REQUIRE(known != nullptr);
  CHECK_FALSE(change_record(a_change(), ChangeState::applied, "", known).contains("change"));
  Change other = a_change();
  other.revert.reset();
  const Json again = change_record(other, ChangeState::reverting, "", known);
  REQUIRE(fold(content, stamped(again)));
  CHECK(content.entries.size() == 1);
  CHECK_FALSE(content.entries[0].change.revert.has_value());
}

TEST_CASE("an apply repeated is not applied until it returns again") {
  JournalContent content;
  REQUIRE(fold(content, stamped(change_record(a_change(), ChangeState::intended, "", nullptr))));
  const JournalEntry* known = content.find("fault.cut.router");
  REQUIRE(fold(content, stamped(change_record(a_change(), ChangeState::applied, "", known))));
  CHECK(content.entries[0].applied_at > 0);
  REQUIRE(fold(content, stamped(change_record(a_change(), ChangeState::intended, "", known))));
  CHECK(content.entries[0].applied_at == 0);
}

TEST_CASE("a record that is not understood changes nothing") {
  const std::vector<Json> records{
      Json{{"record", "colour"}},
      Json{{"record", 7}},
      Json::object(),
      Json{{"record", "head"}, {"run", 5}},
      Json{{"record", "point_of_no_return"}},
      stamped(Json{{"record", "change"}, {"id", "x"}, {"state", "applied"}}),
      stamped(Json{{"record", "change"}, {"id", "x"}, {"state", "sideways"}}),
      stamped(Json{{"record", "change"}, {"id", "x"}, {"state", "applied"}, {"change", 5}}),
      stamped(Json{{"record", "change"},
                   {"id", "another"},
                   {"state", "applied"},
                   {"change", to_json(a_change())}}),
      Json{{"record", "fence"}, {"change", Json::array()}}};
  for (const Json& record : records) {
    JournalContent content;
    CAPTURE(record.dump());
    CHECK_FALSE(fold(content, record));
    CHECK(content.entries.empty());
    CHECK_FALSE(content.point_of_no_return);
    CHECK_FALSE(content.fence.has_value());
  }
}

TEST_CASE("the fence is pending from the point of no return until it is done") {
  JournalContent content;
  REQUIRE(fold(content, stamped(fence_record(a_change()))));
  CHECK_FALSE(content.fence_pending());
  REQUIRE(fold(content, stamped(point_of_no_return_record("promote-b"))));
  CHECK(content.fence_pending());
  CHECK(content.point_of_no_return_step == "promote-b");
  REQUIRE(fold(content, stamped(plain_record("fenced"))));
  CHECK_FALSE(content.fence_pending());
}

TEST_CASE("a journal begins with its head, and has one") {
  const std::string head = seal(stamped(head_record({.run_id = "1"})), 0).value();
  const std::string second = seal(stamped(head_record({.run_id = "2"})), 1).value();
  const std::string closed = seal(stamped(plain_record("closed")), 0).value();
  CHECK(read_back(closed).next_sequence == 0);
  const ReadBack back = read_back(head + second);
  CHECK(back.next_sequence == 1);
  CHECK(back.content.head.run_id == "1");
  CHECK(back.content.torn);
  CHECK(back.good_bytes == head.size());
}

}  // namespace
}  // namespace gameday
