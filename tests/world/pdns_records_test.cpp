// SPDX-License-Identifier: Apache-2.0
#include "world/pdns_records.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/json.hpp"

using namespace gameday;

namespace {

const dns::RecordPlace k_place{"pd.lab", "shop.pd.lab", "A"};

/// As PowerDNS 4.7 answers, shortened.
std::string zone(const std::string& rrsets) {
  return R"({"kind": "Native", "name": "pd.lab.", "rrsets": [)" + rrsets + "]}";
}

constexpr const char* k_shop = R"({"comments": [], "name": "shop.pd.lab.", "records": [
    {"content": "10.77.2.20", "disabled": false}, {"content": "10.77.1.20", "disabled": false}],
    "ttl": 5, "type": "A"})";

}  // namespace

TEST_CASE("the set is found among the zone's others, sorted") {
  const std::string other = R"({"name": "a.pd.lab.", "records": [], "ttl": 1, "type": "A"},)";
  CHECK(read_rrset(zone(other + k_shop), k_place).value() ==
        dns::RecordSet{5, {"10.77.1.20", "10.77.2.20"}});
  CHECK(read_rrset(zone(""), k_place).value() == dns::RecordSet{});
}

TEST_CASE("disabled records and aliases are not lost by a change: there is none") {
  std::string disabled = k_shop;
  disabled.replace(disabled.find("false"), 5, "true");
  CHECK(read_rrset(zone(disabled), k_place).error().kind == ErrorKind::refused);
  const std::string alias =
      R"({"name": "shop.pd.lab.", "records": [{"content": "b.lab."}], "ttl": 5, "type": "CNAME"})";
  CHECK(read_rrset(zone(alias), k_place).error().kind == ErrorKind::refused);
  CHECK(read_rrset(zone(alias), {"pd.lab", "shop.pd.lab", "CNAME"})->values.at(0) == "b.lab");
}

TEST_CASE("what is no zone is refused") {
  for (const char* body : {"", "[]", R"({"rrsets": 1})", R"({"rrsets": [{"name": 1}]})"}) {
    CAPTURE(body);
    CHECK_FALSE(read_rrset(body, k_place));
  }
}

TEST_CASE("a change replaces all of the set, or takes it away") {
  const Json patch = Json::parse(write_rrset(k_place, {5, {"10.77.2.20"}}));
  const Json& set = patch.at("rrsets").at(0);
  CHECK(set.at("name") == "shop.pd.lab.");
  CHECK(set.at("changetype") == "REPLACE");
  CHECK(set.at("ttl") == 5);
  CHECK(set.at("records").size() == 1);
  CHECK(Json::parse(write_rrset(k_place, {})).at("rrsets").at(0).at("changetype") == "DELETE");
  CHECK(write_rrset({"pd.lab", "x.pd.lab", "CNAME"}, {5, {"b.lab"}}).find("\"b.lab.\"") !=
        std::string::npos);
}
