// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/read_policy.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "drills/definition/table_reader.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

constexpr std::array<std::string_view, 2> k_expectations{"shift", "stay"};
constexpr std::int64_t k_most_shifts = 1000;

/// A share is written as 0.5 and kept as an integer.
void read_share(TableReader& reader, std::string_view key, std::int64_t& into,
                Range<double> range) {
  double share = 0;
  if (!reader.number(key, share, range)) return;
  into = std::llround(share * static_cast<double>(k_whole_ppm));
}

void read_probes(const TomlNode& node, const std::string& what, Problems& problems,
                 GaugeSpec& gauge) {
  TableReader reader{node, "`probes` of " + what, problems};
  for (const TomlMember& member : node.members) {
    if (!is_name(member.key)) {
      reader.note(member.place, in_ticks(member.key) + " is no name for a region");
      continue;
    }
    reader.texts(member.key, gauge.probes[member.key], Need::required);
  }
  reader.finish();
}

GaugeSpec read_gauge(const TomlNode& node, const std::string& what, Problems& problems) {
  GaugeSpec gauge;
  TableReader reader{node, what, problems};
  if (const TomlNode* probes = reader.table("probes", Need::required)) {
    read_probes(*probes, what, problems, gauge);
  }
  reader.duration("window", gauge.window);
  read_share(reader, "down_above", gauge.down_above_ppm, {0.0, 0.999999});
  read_share(reader, "up_below", gauge.up_below_ppm, {0.000001, 1.0});
  reader.duration("stale_after", gauge.stale_after);
  reader.finish();
  return gauge;
}

/// [policy.layer.<name>] or [policy.veto.<name>], with a name that is known.
void read_gauges(TableReader& reader, std::string_view group,
                 std::span<const std::string_view> known, Problems& problems,
                 std::map<std::string, GaugeSpec>& into) {
  const TomlNode* table = reader.table(group);
  if (table == nullptr) return;
  TableReader members{*table, fmt::format("[policy.{}]", group), problems};
  for (const std::string_view name : known) {
    if (const TomlNode* node = members.table(name)) {
      into[std::string{name}] =
          read_gauge(*node, fmt::format("[policy.{}.{}]", group, name), problems);
    }
  }
  members.finish();
}

}  // namespace

std::int64_t layers_of(const PolicySpec& policy, std::string_view region) {
  return std::ranges::count_if(policy.layers, [&](const auto& layer) {
    return layer.second.probes.contains(std::string{region});
  });
}

std::optional<PolicySpec> read_policy(const TomlNode& drill, Problems& problems) {
  const TomlNode* node = TableReader{drill, "the drill", problems}.table("policy");
  if (node == nullptr) return std::nullopt;
  PolicySpec policy;
  TableReader reader{*node, "[policy]", problems};
  reader.word("mode", policy.mode, k_policy_modes, Need::required);
  reader.text("asks", policy.asks);
  reader.name("from", policy.from, Need::required);
  reader.name("to", policy.to, Need::required);
  std::string expect = "shift";
  reader.word("expect", expect, k_expectations);
  policy.expect = expect == "stay" ? Expected::stay : Expected::shift;
  reader.texts("necessary", policy.necessary);
  reader.duration("hold", policy.hold, Need::optional, {Duration{0}, k_any_length.most});
  reader.duration("cool_down", policy.cool_down);
  reader.duration("anti_flap", policy.anti_flap, Need::optional, {Duration{0}, k_any_length.most});
  reader.integer("most_shifts", policy.most_shifts, {1, k_most_shifts});
  reader.duration("shifts_within", policy.shifts_within);
  const bool counted =
      reader.integer("at_least", policy.at_least, {1, static_cast<std::int64_t>(k_layers.size())});
  read_gauges(reader, "layer", k_layers, problems, policy.layers);
  read_gauges(reader, "veto", k_vetoes, problems, policy.vetoes);
  if (!counted) policy.at_least = std::max<std::int64_t>(1, layers_of(policy, policy.from));
  reader.finish();
  return policy;
}

}  // namespace gameday
