// SPDX-License-Identifier: Apache-2.0
#include "runbooks/traffic/records.hpp"

#include <doctest/doctest.h>

using namespace gameday;

namespace {

using Values = std::vector<std::string>;

Result<RecordShift> read(const std::string& slot, const std::string& value) {
  TrafficManager manager;
  manager.name = "names";
  return read_record_shift(manager, {slot, {{"region-b", value}}}, {"shift", "region-b", true});
}

}  // namespace

TEST_CASE("records: a slot is a name with its type, its place one value or several") {
  const auto shift = read("Shop.dr.lab.", "10.77.2.21, 10.77.2.20");
  REQUIRE(shift);
  CHECK(shift->name == "shop.dr.lab");
  CHECK(shift->type == "A");
  CHECK(shift->values == Values{"10.77.2.20", "10.77.2.21"});
  CHECK(read("shop.dr.lab/AAAA", "FD77:0:0:2::20")->values == Values{"fd77:0:0:2::20"});
  CHECK(read("shop.dr.lab/CNAME", "B.dr.lab.")->values == Values{"b.dr.lab"});
}

TEST_CASE("records: what no record is, or no record of this type can hold, is refused") {
  for (const auto& [slot, value] :
       std::vector<std::pair<std::string, std::string>>{{"", "10.0.0.1"},
                                                        {"shop lab", "10.0.0.1"},
                                                        {"shop..lab", "10.0.0.1"},
                                                        {"shop.lab/TXT", "x"},
                                                        {"shop.lab", "fd77::1"},
                                                        {"shop.lab", "10.0.0.0/24"},
                                                        {"shop.lab", "other.lab"},
                                                        {"shop.lab/AAAA", "10.0.0.1"},
                                                        {"shop.lab/CNAME", "a\"b"},
                                                        {"shop.lab", " , "}}) {
    CAPTURE(slot);
    CAPTURE(value);
    CHECK_FALSE(read(slot, value));
  }
  TrafficManager manager;
  CHECK_FALSE(read_record_shift(manager, {"shop.lab", {}}, {"shift", "region-b", true}));
  const auto none = shift_records(manager, {"shift", "region-b", true}, nullptr);
  CHECK_FALSE(none);
}

TEST_CASE("records: a change is held and says what it does") {
  TrafficManager manager;
  manager.name = "names";
  const Change change = record_change(manager, {"shift", "region-b", true}, {"shop.lab", {}},
                                      {"shop.lab", "A", {"10.77.2.20"}});
  CHECK(change.id == "step.shift.shop.lab");
  CHECK(change.summary == "point shop.lab A of names to 10.77.2.20 (region-b)");
  CHECK(change.on_death == Fate::hold);
  CHECK(change.on_abort == Fate::hold);
}
