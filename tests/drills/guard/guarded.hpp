// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "drills/guard/guard.hpp"
#include "drills/guard/load_config.hpp"
#include "tests/drills/plan/planned.hpp"

namespace gameday::samples {

/// The operators' files of these texts; they are called etc.toml and user.toml.
inline Guards guards(const std::string& machine, const std::string& user = {}) {
  std::vector<SourceFile> sources{{.path = "etc.toml", .text = machine}};
  if (!user.empty()) sources.push_back({.path = "user.toml", .text = user});
  LoadedGuards loaded = load_guards(std::move(sources));
  INFO(render_all(loaded.problems, loaded.sources, false));
  REQUIRE(loaded.guards);
  return std::move(*loaded.guards);
}

/// A Tuesday, 10:00 UTC.
inline WallTime tuesday() { return parse_utc("2026-11-24T10:00:00Z").value(); }

/// The sample's drill on real machines: same names and addresses, by ssh.
inline Plan plan_outside() {
  Plan outside = plan();
  Inventory& inventory = outside.definition.inventory;
  inventory.lab.reset();
  inventory.environment = "staging";
  for (auto& [name, host] : inventory.hosts) host.transport = "ssh";
  inventory.hosts.at("router").address = "10.77.3.1";
  return outside;
}

/// What allows plan_outside().
inline std::string allows_outside() {
  return "environments = [\"staging\"]\n"
         "networks = [\"10.77.0.0/16\", \"fd77::/16\"]\n"
         "largest_write_rate = 1000\n";
}

/// The rules that refuse, a word each: "freeze", or "freeze targets".
inline std::string refused_by(const Plan& plan, const Guards& guards, WallTime now = tuesday()) {
  std::string rules;
  for (const Refusal& refusal : refusals(plan, guards, now)) {
    if (rules.ends_with(refusal.rule)) continue;
    rules += (rules.empty() ? "" : " ") + refusal.rule;
  }
  return rules;
}

/// The same for the machine's file alone.
inline std::string refused_by(const Plan& plan, const std::string& machine) {
  return refused_by(plan, guards(machine));
}

}  // namespace gameday::samples
