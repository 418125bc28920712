// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/route53.hpp"

#include <doctest/doctest.h>

using namespace gameday;

namespace {

using Sets = std::vector<std::string>;

std::string set_of(const std::string& more, const std::string& value) {
  return "<ResourceRecordSet><Name>shop.example.com.</Name><Type>A</Type>" + more +
         "<TTL>30</TTL><ResourceRecords><ResourceRecord><Value>" + value +
         "</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>";
}

std::string weighted(const std::string& id, int weight) {
  return set_of(
      "<SetIdentifier>" + id + "</SetIdentifier><Weight>" + std::to_string(weight) + "</Weight>",
      "192.0.2.1");
}

std::string failover(const std::string& id, const std::string& role) {
  return set_of("<SetIdentifier>" + id + "</SetIdentifier><Failover>" + role + "</Failover>",
                "192.0.2.1");
}

}  // namespace

TEST_CASE("the sets of a name and type are found in a list, and kept whole") {
  const std::string other =
      "<ResourceRecordSet><Name>shop.example.com.</Name><Type>TXT</Type></ResourceRecordSet>";
  const auto list = parse_xml(
      "<ListResourceRecordSetsResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\">"
      "<ResourceRecordSets>" +
      other + weighted("a", 100) + weighted("b", 0) +
      "</ResourceRecordSets></ListResourceRecordSetsResponse>");
  REQUIRE(list);
  CHECK(route53_sets(*list, "Shop.example.com", "A") == Sets{weighted("a", 100), weighted("b", 0)});
  CHECK(route53_sets(*list, "example.com", "A").empty());
}

TEST_CASE("one simple set gets new values, and a new time to live where one is given") {
  const auto changed = route53_shifted({set_of("", "192.0.2.1")}, {"values", {"192.0.2.2"}, {}});
  REQUIRE(changed);
  CHECK(*changed == Sets{set_of("", "192.0.2.2")});
  const auto sooner = route53_shifted({set_of("", "192.0.2.1")}, {"values", {"192.0.2.2"}, 5});
  CHECK(sooner->front().find("<TTL>5</TTL>") != std::string::npos);
}

TEST_CASE("weights and failover roles go to the chosen set") {
  const Sets sets{weighted("a", 70), weighted("b", 30)};
  CHECK(route53_shifted(sets, {"weight", {"b"}, {}}).value() ==
        Sets{weighted("a", 0), weighted("b", 100)});
  CHECK(route53_shifted({failover("a", "PRIMARY"), failover("b", "SECONDARY")},
                        {"failover", {"b"}, {}})
            .value() == Sets{failover("a", "SECONDARY"), failover("b", "PRIMARY")});
}

TEST_CASE("sets of another sort are refused before anything is changed") {
  const auto kind = [](const Sets& sets, const Route53Shift& shift) {
    const auto changed = route53_shifted(sets, shift);
    REQUIRE_FALSE(changed);
    return changed.error().kind;
  };
  CHECK(kind({}, {"values", {"192.0.2.2"}, {}}) == ErrorKind::refused);
  CHECK(kind({weighted("a", 1)}, {"values", {"192.0.2.2"}, {}}) == ErrorKind::refused);
  CHECK(kind({weighted("a", 1)}, {"weight", {"b"}, {}}) == ErrorKind::refused);
  CHECK(kind({weighted("a", 1)}, {"failover", {"a"}, {}}) == ErrorKind::refused);
  CHECK(kind({weighted("a", 1)}, {"magic", {"a"}, {}}) == ErrorKind::refused);
  CHECK(kind({"no xml"}, {"weight", {"a"}, {}}) == ErrorKind::bad_input);
}

TEST_CASE("a batch deletes what was exactly and creates what is to be, in one transaction") {
  const std::string batch = route53_batch({weighted("a", 1), weighted("c", 5)},
                                          {weighted("a", 0), weighted("c", 5)}, "run <1>");
  CHECK(batch.find("<Action>DELETE</Action>" + weighted("a", 1)) != std::string::npos);
  CHECK(batch.find("<Action>CREATE</Action>" + weighted("a", 0)) != std::string::npos);
  CHECK(batch.find("<SetIdentifier>c<") == std::string::npos);
  CHECK(batch.find("run &lt;1&gt;") != std::string::npos);
  CHECK(route53_batch({weighted("a", 1)}, {weighted("a", 1)}, "").empty());
}
