// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "runbooks/traffic_kinds.hpp"

// A traffic manager of one record, and what its changes say.
namespace gameday {

inline TrafficManager record_manager(const std::string& kind) {
  TrafficManager manager;
  manager.name = "names";
  manager.kind = kind;
  manager.host = "clients";
  manager.slots = {{"shop.dr.lab", {{"region-a", "10.77.1.20"}, {"region-b", "10.77.2.20"}}}};
  return manager;
}

inline Change only_change(const TrafficKind& kind, const TrafficManager& manager) {
  const auto changes = kind.shift(manager, {"shift", "region-b", true});
  REQUIRE(changes);
  REQUIRE(changes->size() == 1);
  return changes->front();
}

/// A text with its secrets as "<secret NAME>" and what is captured as "<captured /x>".
inline std::string shown(const Text& text) {
  std::string all;
  for (const Arg& arg : text) {
    if (const auto* secret = std::get_if<SecretRef>(&arg)) {
      all += "<secret " + secret->name + ">";
    } else if (const auto* field = std::get_if<Captured>(&arg)) {
      all += "<captured " + field->pointer + ">";
    } else {
      all += std::get<std::string>(arg);
    }
  }
  return all;
}

/// How a change with what was captured reads what is there now.
inline Seen seen(const Change& change, const std::string& captured, const std::string& now,
                 int status = 0) {
  const auto value = capture_value(change, {true, status, captured, "", {}});
  REQUIRE(value);
  const auto resolved = resolve(change, *value, WallTime{});
  REQUIRE(resolved);
  return read_seen(resolved->verify, Outcome{true, status, now, "", {}});
}

}  // namespace gameday
