// SPDX-License-Identifier: Apache-2.0
#include "cli/listing.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"

using namespace gameday;

TEST_CASE("every topic is listed straight from its list") {
  const Variable catalog{"GAMEDAY_CATALOG", source_catalogs()};
  const std::vector<Listed> all = list_topic("");
  const auto has = [&](std::string_view topic, std::string_view name) {
    return std::ranges::any_of(all, [&](const Listed& row) {
      return row.topic == topic && row.name == name && !row.summary.empty();
    });
  };
  CHECK(has("faults", "region_blackhole"));
  CHECK(has("mechanisms", "iptables"));
  CHECK(has("probes", "http"));
  CHECK(has("ledgers", "postgres"));
  CHECK(has("steps", "fence"));
  CHECK(has("traffic", "haproxy"));
  CHECK(has("exporters", "json"));
  CHECK(has("transports", "lab"));
  CHECK(has("commands", "validate"));
  CHECK(has("drills", "canary"));
  CHECK_FALSE(has("commands", "enter"));
}

TEST_CASE("one topic alone, with the parameters of its kinds") {
  const std::vector<Listed> faults = list_topic("faults");
  REQUIRE_FALSE(faults.empty());
  for (const Listed& row : faults) CHECK(row.topic == "faults");
  const Json json = to_json(faults[0]);
  CHECK(json["name"] == "region_blackhole");
  CHECK_FALSE(json["breaks"].get<std::string>().empty());
  CHECK(json["params"][0]["name"] == "region");
  CHECK(json["params"][0]["required"] == true);
  CHECK(json["params"][0]["default"].is_null());
  const std::string text = describe(faults);
  CHECK(text.starts_with("faults\n  region_blackhole"));
  CHECK(text.find("text, required: the region to cut off") != std::string::npos);
}

TEST_CASE("every kind has a summary, and every parameter a word of help") {
  const Variable catalog{"GAMEDAY_CATALOG", source_catalogs()};
  for (const Listed& row : list_topic("")) {
    INFO(row.topic, " ", row.name);
    CHECK_FALSE(row.summary.empty());
    for (const ParamSpec& spec : row.params) CHECK_FALSE(spec.help.empty());
  }
}
