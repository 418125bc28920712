// SPDX-License-Identifier: Apache-2.0
// One drill of the catalogs, carried out as an operator would: GAMEDAY_TEST_DRILL names it, and
// ctest calls this for each of them. A lab is raised with what the drill's head says that it needs.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

#include "drills/record/disk.hpp"
#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {
namespace {

constexpr std::string_view k_needs = "# Needs: gameday lab up ";

/// The options behind "# Needs: gameday lab up" in a drill.
std::vector<std::string> lab_options(const std::string& drill) {
  std::vector<std::string> options;
  const std::size_t at = drill.find(k_needs);
  if (at == drill.npos) return options;
  std::istringstream words{
      drill.substr(at + k_needs.size(), drill.find('\n', at) - at - k_needs.size())};
  for (std::string word; words >> word;) options.push_back(word);
  return options;
}

}  // namespace

TEST_CASE("a drill of the catalog is met, and leaves the lab as it was") {
  const char* name = std::getenv("GAMEDAY_TEST_DRILL");
  if (name == nullptr) return;  // ctest has an entry for each drill
  const std::string file = fmt::format("drills/catalog/{}.toml", name);
  const Lab lab{"catalog", lab_options(catalog_text(file))};
  const Home home;
  const std::string before = look_at_world(lab);
  const ProcessOutcome ended = run_drill_in(lab, name);
  CHECK_MESSAGE(ended.status == 0, ended.out, ended.err);
  const Json card = Json::parse(read_file(home.run_of(name) / "scorecard.json").value());
  for (const Json& fault : card.at("faults")) {
    CHECK(fault.at("proof") == "confirmed");
    CHECK(fault.at("state") == "reverted");
  }
  CHECK(difference(before, look_at_world(lab)) == "");
}

}  // namespace gameday::regions
