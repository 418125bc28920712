// SPDX-License-Identifier: Apache-2.0
#include "cli/listing.hpp"

#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/load_drill_file.hpp"
#include "cli/sources.hpp"
#include "drills/checks/alert_kinds.hpp"
#include "drills/measure/ledgers.hpp"
#include "drills/measure/probes.hpp"
#include "drills/report/exporters.hpp"
#include "injectors/injectors.hpp"
#include "injectors/mechanisms.hpp"
#include "runbooks/gates.hpp"
#include "runbooks/steps.hpp"
#include "runbooks/traffic_kinds.hpp"
#include "world/transports.hpp"

namespace gameday {
namespace {

using Rows = std::vector<Listed>;

/// Name and summary of every kind of a list, and its parameters where it has any.
template <class Kinds>
Rows rows_of(const Kinds& kinds) {
  Rows rows;
  for (const auto* kind : kinds) {
    Listed row{.topic = {}, .name = std::string{kind->name}, .summary = std::string{kind->summary}};
    if constexpr (requires { kind->params; }) row.params = kind->params;
    rows.push_back(std::move(row));
  }
  return rows;
}

Rows faults() {
  Rows rows = rows_of(injectors());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].more = {{"breaks", std::string{injectors()[i]->breaks}},
                    {"heals", std::string{injectors()[i]->heals}},
                    {"dead_man", std::string{injectors()[i]->dead_man}},
                    {"example", std::string{injectors()[i]->example}}};
  }
  return rows;
}

Rows cuts() {
  Rows rows = rows_of(mechanisms());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows[i].more = {{"dead_man", std::string{mechanisms()[i]->dead_man}}};
  }
  return rows;
}

/// What a monitor takes, and what an [[alert]] that names one.
Rows checks() {
  Rows rows = rows_of(alert_kinds());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (const ParamSpec& spec : alert_kinds()[i]->alert_params) {
      rows[i].more.emplace_back("alert." + std::string{spec.name}, std::string{spec.help});
    }
  }
  return rows;
}

Rows commands() {
  Rows rows;
  for (const CliCommand* command : cli_commands()) {
    if (command->hidden) continue;
    rows.push_back({.topic = {},
                    .name = std::string{command->name},
                    .summary = std::string{command->summary}});
  }
  return rows;
}

Rows drills() {
  Rows rows;
  for (const std::string& name : catalog_drills()) {
    const DrillFile file = load_drill_file(name, {}, k_no_run_id);
    rows.push_back({.topic = {},
                    .name = name,
                    .summary = file.plan ? file.plan->drill().title : "does not validate",
                    .more = {{"file", file.name}}});
  }
  return rows;
}

struct Topic {
  std::string_view name;
  Rows (*rows)();
};

constexpr std::array k_topics{
    Topic{"faults", faults},
    Topic{"mechanisms", cuts},
    Topic{"probes", [] { return rows_of(probe_kinds()); }},
    Topic{"ledgers", [] { return rows_of(ledger_kinds()); }},
    Topic{"steps", [] { return rows_of(step_kinds()); }},
    Topic{"checks", checks},
    Topic{"gates", [] { return rows_of(gate_kinds()); }},
    Topic{"traffic", [] { return rows_of(traffic_kinds()); }},
    Topic{"exporters", [] { return rows_of(exporters()); }},
    Topic{"transports", [] { return rows_of(transports()); }},
    Topic{"commands", commands},
    Topic{"drills", drills},
};

Json to_json(const ParamSpec& spec) {
  return {{"name", spec.name},
          {"type", to_string(spec.type)},
          {"required", spec.required},
          {"help", spec.help},
          {"default", spec.fallback.empty() ? Json() : Json(spec.fallback)},
          {"one_of", spec.one_of}};
}

/// Lines after the first stand under the first.
std::string lined_up(std::string_view text) {
  std::string lines;
  for (const char c : text) {
    lines += c;
    if (c == '\n') lines += std::string(23, ' ');
  }
  return lines;
}

std::string describe(const ParamSpec& spec) {
  std::string text = fmt::format("      {:<16} {}", spec.name, to_string(spec.type));
  if (!spec.one_of.empty()) text += fmt::format(" ({})", fmt::join(spec.one_of, ", "));
  text += spec.required ? ", required" : "";
  if (!spec.fallback.empty()) text += fmt::format(", default {}", spec.fallback);
  return text + fmt::format(": {}\n", spec.help);
}

}  // namespace

std::vector<std::string_view> topics() {
  std::vector<std::string_view> names;
  for (const Topic& topic : k_topics) names.push_back(topic.name);
  return names;
}

std::vector<Listed> list_topic(std::string_view wanted) {
  Rows all;
  for (const Topic& topic : k_topics) {
    if (!wanted.empty() && wanted != topic.name) continue;
    for (Listed& row : topic.rows()) {
      row.topic = topic.name;
      all.push_back(std::move(row));
    }
  }
  return all;
}

Json to_json(const Listed& listed) {
  Json params = Json::array();
  for (const ParamSpec& spec : listed.params) params.push_back(to_json(spec));
  Json json{{"name", listed.name}, {"topic", listed.topic}, {"summary", listed.summary}};
  for (const auto& [key, value] : listed.more) json[key] = value;
  json["params"] = params;
  return json;
}

std::string describe(const std::vector<Listed>& all) {
  std::string text;
  std::string topic;
  for (const Listed& row : all) {
    if (row.topic != topic) {
      topic = row.topic;
      text += fmt::format("{}{}\n", text.empty() ? "" : "\n", topic);
    }
    text += fmt::format("  {:<22} {}\n", row.name, row.summary);
    for (const auto& [key, value] : row.more)
      text += fmt::format("      {:<16} {}\n", key, lined_up(value));
    for (const ParamSpec& spec : row.params) text += describe(spec);
  }
  return text;
}

}  // namespace gameday
