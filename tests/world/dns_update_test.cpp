// SPDX-License-Identifier: Apache-2.0
#include "world/dns_update.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/world/support/recorded_dns.hpp"

using namespace gameday;

namespace {

const dns::RecordPlace k_place{"dr.lab", "Shop.dr.lab.", "A"};

bool same(const std::vector<dns::ResourceRecord>& one,
          const std::vector<dns::ResourceRecord>& two) {
  return std::ranges::equal(one, two, [](const auto& a, const auto& b) {
    return a.name == b.name && a.type == b.type && a.record_class == b.record_class &&
           a.ttl == b.ttl && a.data == b.data;
  });
}

std::string answer(std::uint16_t flags, std::vector<dns::ResourceRecord> answers) {
  return dns::write_message({.id = 1,
                             .flags = flags,
                             .questions = {{"shop.dr.lab", 1}},
                             .answers = std::move(answers),
                             .authority = {},
                             .additional = {}});
}

dns::ResourceRecord record(const std::string& value, std::uint16_t type = 1) {
  return {"shop.dr.lab", type, 1, 5, dns::record_data(type, value).value()};
}

}  // namespace

TEST_CASE("an update says what nsupdate says: only if it is so, away with all, this instead") {
  const auto made = dns::make_update(0x42f0, k_place, {0, {"10.77.1.20"}}, {5, {"10.77.2.20"}});
  REQUIRE(made);
  const auto ours = dns::read_message(*made);
  const auto theirs = dns::read_message(recorded_update());
  REQUIRE(ours);
  CHECK(ours->id == theirs->id);
  CHECK(ours->flags == theirs->flags);
  CHECK(same(ours->questions, theirs->questions));
  CHECK(same(ours->answers, theirs->answers));
  CHECK(same(ours->authority, theirs->authority));
}

TEST_CASE("where nothing was there, nothing may be there; and nothing can be put back") {
  const auto made = dns::make_update(1, k_place, {}, {5, {"10.77.2.20"}});
  REQUIRE(made);
  const auto read = dns::read_message(*made);
  REQUIRE(read->answers.size() == 1);
  CHECK(read->answers[0].record_class == dns::k_class_none);
  const auto back =
      dns::read_message(dns::make_update(1, k_place, {5, {"10.77.2.20"}}, {}).value());
  CHECK(back->authority.size() == 1);
  CHECK(back->authority[0].record_class == dns::k_class_any);
}

TEST_CASE("a set is all records of the name and type, sorted, with their time to live") {
  const auto set =
      dns::read_set(answer(0x8400, {record("10.77.2.20"), record("10.77.1.20")}), k_place);
  REQUIRE(set);
  CHECK(*set == dns::RecordSet{5, {"10.77.1.20", "10.77.2.20"}});
  CHECK(dns::read_set(answer(0x8400, {}), k_place).value() == dns::RecordSet{});
  CHECK(dns::read_set(answer(0x8403, {}), k_place).value() == dns::RecordSet{});
}

TEST_CASE("who has not the last word, an alias, and a refusal are no set") {
  CHECK(dns::read_set(answer(0x8000, {record("10.77.1.20")}), k_place).error().kind ==
        ErrorKind::refused);
  CHECK(dns::read_set(answer(0x8400, {record("b.lab", dns::k_type_cname)}), k_place).error().kind ==
        ErrorKind::refused);
  CHECK_FALSE(dns::read_set(answer(0x8405, {}), k_place));
  CHECK_FALSE(dns::read_set(answer(0x8600, {}), k_place));
  CHECK_FALSE(dns::read_set("", k_place));
}

TEST_CASE("the answer to an update is told in words") {
  CHECK(dns::read_update_answer(recorded_done(), k_place));
  const auto changed = dns::read_update_answer(recorded_not_so(), k_place);
  REQUIRE_FALSE(changed);
  CHECK(changed.error().kind == ErrorKind::refused);
  CHECK(changed.error().why.find("somebody else") != std::string::npos);
  CHECK_FALSE(dns::read_update_answer(recorded_update(), k_place));
  CHECK(dns::read_update_answer(answer(0xa802, {}), k_place).error().kind == ErrorKind::failed);
}

TEST_CASE("what no record can be is refused before anything is asked") {
  CHECK_FALSE(dns::make_update(1, k_place, {}, {5, {"nowhere"}}));
  CHECK_FALSE(dns::make_update(1, {"dr..lab", "x", "A"}, {}, {}));
  CHECK_FALSE(dns::ask_for_set(1, {"dr.lab", "shop.dr.lab", "TXT"}));
}
