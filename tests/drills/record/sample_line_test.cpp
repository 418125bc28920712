// SPDX-License-Identifier: Apache-2.0
#include "drills/record/sample_line.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

namespace gameday {
namespace {

Json parsed(const std::string& members) { return Json::parse("{" + members + "}"); }

TEST_CASE("a good sample is short, and nothing of it is lost") {
  Sample sample{from_ns(1), from_ns(2), from_ns(3), true, 200, "region-a", "", Duration{7}};
  const std::string members = sample_members("shop", sample);
  CHECK(members == R"("p":"shop","i":1,"s":2,"d":3,"g":1,"c":200,"l":7,"r":"region-a")");
  const auto back = sample_from(parsed(members));
  REQUIRE(back.has_value());
  CHECK(back->name == "shop");
  CHECK(back->value.done == from_ns(3));
  CHECK(back->value.good);
  CHECK(back->value.code == 200);
  CHECK(back->value.lookup == Duration{7});
  CHECK(back->value.region == "region-a");
}

TEST_CASE("whatever a server said in an error survives, and cannot break the line") {
  Sample sample;
  sample.error = "said \"no\"\n\x01 \xc3\xa9 \xff";
  const std::string members = sample_members("a\"b", sample);
  CHECK(members.find('\n') == std::string::npos);
  const auto back = sample_from(parsed(members));
  REQUIRE(back.has_value());
  CHECK(back->name == "a\"b");
  CHECK_FALSE(back->value.good);
  CHECK(back->value.error == "said \"no\"\n\x01 \xc3\xa9 \xef\xbf\xbd");
}

TEST_CASE("every outcome of a write comes back") {
  for (const auto result :
       {WriteResult::acknowledged, WriteResult::refused, WriteResult::in_doubt}) {
    const Write write{-5, from_ns(1), from_ns(2), from_ns(3), result, "region-b", "late"};
    const auto back = write_from(parsed(write_members("orders", write)));
    REQUIRE(back.has_value());
    CHECK(back->name == "orders");
    CHECK(back->value.id == -5);
    CHECK(back->value.sent == from_ns(2));
    CHECK(back->value.result == result);
    CHECK(back->value.region == "region-b");
    CHECK(back->value.error == "late");
  }
}

TEST_CASE("what is no sample and no write gives nothing") {
  CHECK_FALSE(sample_from(parsed(R"("p":"a","i":1,"s":2,"d":3)")).has_value());
  CHECK_FALSE(sample_from(parsed(R"("i":1,"s":2,"d":3,"g":1)")).has_value());
  CHECK_FALSE(sample_from(parsed(R"("p":"a","i":1,"s":2,"d":"x","g":1)")).has_value());
  CHECK_FALSE(sample_from(parsed(R"("p":"a","i":1,"s":2,"d":3,"g":1,"e":5)")).has_value());
  CHECK_FALSE(write_from(parsed(R"("w":"a","n":1,"i":1,"s":2,"d":3,"o":"maybe")")).has_value());
  CHECK_FALSE(write_from(parsed(R"("w":"a","i":1,"s":2,"d":3,"o":"refused")")).has_value());
}

}  // namespace
}  // namespace gameday
