// SPDX-License-Identifier: Apache-2.0
#include "runbooks/traffic_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace gameday {
namespace {

constexpr std::array<std::string_view, 4> k_rules{"target_in_service", "at_least", "gates",
                                                  "least_between"};
// Sixteen places at most, a second each.
constexpr std::chrono::milliseconds k_deadline{18'000};

const ParamSpec k_specs[] = {
    {.name = "health",
     .type = ParamType::table,
     .help = "region = URL that answers 2xx while the region is in service; clients are sent to no "
             "region that is not (rule target_in_service)"},
    {.name = "at_least",
     .type = ParamType::integer,
     .help = "how many of those regions must be in service"},
    {.name = "gates",
     .type = ParamType::text_list,
     .help = "URLs of switches that must be on: they answer 2xx"},
    {.name = "least_between", .type = ParamType::duration, .help = "two shifts of the manager"},
    {.name = "stamp",
     .help = "file, where the manager is reached from, that keeps the time of the last shift"},
};

tl::unexpected<Error> wrong(const std::string& manager, std::string why, std::string next = {}) {
  return fail(ErrorKind::bad_input, "guard the shifts", manager, std::move(why), std::move(next));
}

}  // namespace

std::span<const ParamSpec> traffic_rule_specs() { return k_specs; }

Result<std::optional<RuleOverride>> read_override(const Json& table) {
  if (!table.is_object() || table.empty()) return std::nullopt;
  const auto text = [&](const char* key) {
    return table.contains(key) && table[key].is_string() ? table[key].get<std::string>() : "";
  };
  RuleOverride read{text("rule"), text("by")};
  if (std::ranges::find(k_rules, read.rule) == k_rules.end()) {
    return wrong("", fmt::format("\"{}\" is no rule", read.rule),
                 fmt::format("choose from {}", fmt::join(k_rules, ", ")));
  }
  if (read.by.empty()) return wrong("", "an override names who says so", "add `by`");
  return read;
}

Result<std::optional<Action>> guard_shift(const TrafficManager& manager, const std::string& to,
                                          const std::optional<RuleOverride>& except) {
  const Params& rules = manager.rules;
  if (rules.all().empty()) return std::nullopt;
  Json json{{"manager", manager.name}, {"to", to}};
  if (const auto health = rules.get<std::shared_ptr<const Json>>("health")) {
    json["health"] = *health;
  }
  if (rules.has("at_least")) {
    if (!json.contains("health")) {
      return wrong(manager.name, "`at_least` needs `health`, by which regions are in service");
    }
    json["at_least"] = rules.get<std::int64_t>("at_least");
  }
  if (rules.has("gates")) json["gates"] = rules.get<std::vector<std::string>>("gates");
  if (rules.has("least_between") != rules.has("stamp")) {
    return wrong(manager.name, "`least_between` and `stamp` go together");
  }
  if (rules.has("stamp")) {
    json["stamp"] = rules.get<std::string>("stamp");
    json["least_between_s"] =
        std::chrono::ceil<std::chrono::seconds>(rules.get<Duration>("least_between")).count();
  }
  if (except) json["override"] = except->rule;
  return Action{
      {manager.host}, k_deadline, Exec{{"@gameday", "agent", "shift_guard", "--"}, {json.dump()}}};
}

}  // namespace gameday
