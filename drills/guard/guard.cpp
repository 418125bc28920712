// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/guard.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "drills/guard/incident.hpp"
#include "drills/guard/lock.hpp"
#include "drills/guard/rules.hpp"

namespace gameday {
namespace {

/// Where nobody has written a file, an empty one holds: it allows labs.
Guards in_force(const Guards& guards) { return guards.empty() ? Guards{{}} : guards; }

/// A line for each thing the rule says; what it refuses stands under the last one.
void add_rule(const GuardRule& rule, const GuardCase& guarded, const GuardConfig& config,
              bool widens, std::vector<GuardLine>& lines) {
  std::vector<Statement> said = rule.says(config);
  const std::vector<Statement> objections = rule.object(guarded, config, widens);
  if (said.empty() && widens && &rule == &k_guard_environments) {
    said.push_back({"labs only", {config.file, 0}});
  }
  if (said.empty() && !objections.empty()) said.push_back({"not set", {config.file, 0}});
  for (Statement& statement : said) {
    lines.push_back({.rule = std::string{rule.name},
                     .says = std::move(statement.text),
                     .place = std::move(statement.place)});
  }
  for (const Statement& objection : objections) {
    lines.back().refuses.push_back(
        fmt::format("{} ({})", objection.text, to_string(objection.place)));
  }
}

void add_incidents(const GuardConfig& config, std::vector<GuardLine>& lines) {
  for (const IncidentCheck& check : config.incidents) {
    lines.push_back({.rule = "incident", .says = describe(check), .place = check.place});
  }
}

GuardLine lock_line(const Inventory& inventory) {
  const Host* host = lock_host(inventory);
  std::string says = fmt::format("one drill at a time on {}", lock_name(inventory));
  says += host != nullptr ? fmt::format("; the lock lies on {}", host->name)
                          : std::string{"; no host holds the lock, others do not see it"};
  return {.rule = "lock", .says = std::move(says), .place = k_built_in};
}

}  // namespace

std::string Refusal::text() const {
  return fmt::format("guard {}: {} ({})", rule, why, to_string(place));
}

std::vector<Refusal> refusals(const Plan& plan, const Guards& guards, WallTime now) {
  const GuardCase guarded = guard_case(plan, now);
  std::vector<Refusal> refused;
  bool widens = true;
  for (const GuardConfig& config : in_force(guards)) {
    for (const GuardRule* rule : guard_rules()) {
      for (Statement& objection : rule->object(guarded, config, widens)) {
        refused.push_back(
            {std::string{rule->name}, std::move(objection.text), std::move(objection.place)});
      }
    }
    widens = false;
  }
  return refused;
}

std::vector<GuardLine> guards_of(const Plan& plan, const Guards& guards, WallTime now) {
  const GuardCase guarded = guard_case(plan, now);
  std::vector<GuardLine> lines;
  bool widens = true;
  for (const GuardConfig& config : in_force(guards)) {
    for (const GuardRule* rule : guard_rules()) add_rule(*rule, guarded, config, widens, lines);
    add_incidents(config, lines);
    widens = false;
  }
  lines.push_back(lock_line(plan.definition.inventory));
  return lines;
}

std::string describe(const std::vector<GuardLine>& lines) {
  std::string text = "\nGuards\n";
  for (const GuardLine& line : lines) {
    text += fmt::format(
        "  {}: {}{}\n", line.rule, line.says,
        line.place.file.empty() ? std::string{} : fmt::format(" ({})", to_string(line.place)));
    for (const std::string& why : line.refuses) text += fmt::format("    REFUSES: {}\n", why);
  }
  return text;
}

Json to_json(const std::vector<GuardLine>& lines) {
  Json rows = Json::array();
  for (const GuardLine& line : lines) {
    rows.push_back({{"name", line.rule},
                    {"says", line.says},
                    {"file", line.place.file},
                    {"line", line.place.line},
                    {"refuses", line.refuses}});
  }
  return rows;
}

}  // namespace gameday
