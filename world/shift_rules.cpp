// SPDX-License-Identifier: Apache-2.0
#include "world/shift_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gameday {
namespace {

std::optional<std::string> target_in_service(const ShiftScene& scene) {
  if (scene.in_service.empty()) return std::nullopt;
  const auto found = scene.in_service.find(scene.to);
  if (found != scene.in_service.end() && found->second) return std::nullopt;
  return fmt::format("{} is not in service, and clients would be left with nothing", scene.to);
}

std::optional<std::string> at_least(const ShiftScene& scene) {
  if (!scene.at_least) return std::nullopt;
  const auto count =
      std::ranges::count_if(scene.in_service, [](const auto& r) { return r.second; });
  if (count >= *scene.at_least) return std::nullopt;
  return fmt::format("{} of {} regions are in service, there must be {}", count,
                     scene.in_service.size(), *scene.at_least);
}

std::optional<std::string> gates(const ShiftScene& scene) {
  for (const auto& [gate, on] : scene.gates) {
    if (!on) return fmt::format("the switch {} is not on", gate);
  }
  return std::nullopt;
}

std::optional<std::string> least_between(const ShiftScene& scene) {
  if (!scene.least_between || !scene.since_last) return std::nullopt;
  if (*scene.since_last >= *scene.least_between) return std::nullopt;
  return fmt::format("the last shift was {} s ago, there must be {} s between two",
                     scene.since_last->count(), scene.least_between->count());
}

}  // namespace

std::optional<ShiftRefusal> judge_shift(const ShiftScene& scene) {
  const std::pair<const char*, std::optional<std::string> (*)(const ShiftScene&)> rules[] = {
      {"target_in_service", target_in_service},
      {"at_least", at_least},
      {"gates", gates},
      {"least_between", least_between},
  };
  for (const auto& [name, forbids] : rules) {
    if (scene.override_rule == name) continue;
    if (const auto why = forbids(scene)) return ShiftRefusal{name, *why};
  }
  return std::nullopt;
}

}  // namespace gameday
