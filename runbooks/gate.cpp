// SPDX-License-Identifier: Apache-2.0
#include "runbooks/gate.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace gameday {
namespace {

constexpr std::array<std::string_view, 3> k_states{"open", "closed", "unknown"};
constexpr std::size_t k_longest_detail = 200;

}  // namespace

GateState read_gate(const GateLook& look, const Result<Outcome>& looked) {
  if (!looked) return GateState::unknown;
  if (matches(look.open, *looked)) return GateState::open;
  // A query that failed told nothing; a program that failed said no.
  const bool query = std::holds_alternative<Sql>(look.look.what);
  return query && !looked->ok ? GateState::unknown : GateState::closed;
}

std::string gate_detail(const Result<Outcome>& looked) {
  if (!looked) return looked.error().text();
  if (!looked->rows.empty() && looked->rows.front().size() > 1) {
    return looked->rows.front()[1].value_or("");
  }
  const std::string& said = looked->err.empty() ? looked->out : looked->err;
  return said.substr(0, std::min(said.find('\n'), k_longest_detail));
}

Result<std::string> gate_node(const GateSpec& gate, const GateScope& scope,
                              std::string_view region) {
  const std::string name = gate.params.get<std::string>("database");
  const auto database = scope.inventory.databases.find(name);
  if (database == scope.inventory.databases.end()) {
    return fail(ErrorKind::bad_input, "plan the gate " + gate.name, "",
                fmt::format("there is no database \"{}\"", name));
  }
  for (const auto& [host, node] : database->second.nodes) {
    if (node.region == region) return host;
  }
  return fail(ErrorKind::bad_input, "plan the gate " + gate.name, "",
              fmt::format("database {} has no node in region \"{}\"", name, region));
}

std::string_view to_string(GateState state) { return k_states[static_cast<std::size_t>(state)]; }

std::optional<GateState> parse_gate_state(std::string_view text) {
  const auto found = std::ranges::find(k_states, text);
  if (found == k_states.end()) return std::nullopt;
  return static_cast<GateState>(found - k_states.begin());
}

}  // namespace gameday
