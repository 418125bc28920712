// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "injectors/injectors.hpp"

namespace gameday {

/// Plans a fault on AWS from parameters, in an inventory with one region that has a canary.
struct AwsPlanning {
  AwsPlanning() {
    inventory.file = "inventory.toml";
    inventory.regions["ireland"] = {.name = "ireland", .canary = "192.0.2.1:443"};
    params.set("aws_region", std::string{"eu-west-1"});
  }

  Result<FaultPlan> plan(const Injector& injector) const {
    return injector.plan(params, {.run_id = "1a2b3c4d",
                                  .fault = "cut",
                                  .inventory = inventory,
                                  .expires_after = std::chrono::seconds{90}});
  }

  Inventory inventory;
  Params params;
};

/// What an agent would read, once the executor has put in what was captured and when it ends.
inline Json input_of(const Action& action) {
  const auto resolved = resolve(action, Json{{"json", {{"before", "x"}}}},
                                WallTime{std::chrono::seconds{1'764'000'000}});
  REQUIRE(resolved);
  std::string text;
  for (const Arg& piece : std::get<Exec>(resolved->what).stdin_text) {
    text += std::get<std::string>(piece);
  }
  const Json json = Json::parse(text, nullptr, false);
  REQUIRE(json.is_object());
  return json;
}

inline std::vector<Arg> argv_of(const Action& action) { return std::get<Exec>(action.what).argv; }

}  // namespace gameday
