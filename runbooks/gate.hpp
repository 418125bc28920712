// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "base/params.hpp"

namespace gameday {

/// One gate of a failback as written, checked.
struct GateSpec {
  std::string name;  ///< default: its kind
  std::string kind;
  Params params;  ///< of its kind
};

/// When a gate is looked at: before the failback's first step, or before the first step that
/// touches clients, once the old primary has been rebuilt.
enum class GateTime { start, before_clients };

/// What the drill says of writes that only the old primary has.
enum class StrandedWord { ask, keep, lost };

/// What a look at a gate showed. Anything but open keeps the failback from going on.
enum class GateState { open, closed, unknown };

/// One question to the world: open where it fits, closed where it was answered and does not.
struct GateLook {
  Action look;
  Match open;
};

/// A gate as data. All looks must be open, within the patience.
struct GatePlan {
  GateTime when = GateTime::start;
  std::string summary;  ///< in the operator's words
  std::vector<GateLook> looks;
  Duration patience{};                   ///< it is looked at again until then
  std::optional<StrandedWord> stranded;  ///< the writes that are stranded are accounted for
};

/// What a gate may know of the drill around it.
struct GateScope {
  const Inventory& inventory;
  std::string old_region;  ///< where the service goes back to
  std::string new_region;  ///< where it is
};

/// A kind of gate: a pure function from parameters to what must be so.
struct GateKind {
  std::string_view name;
  std::string_view summary;
  std::span<const ParamSpec> params;
  /// Errors: bad_input.
  Result<GatePlan> (*plan)(const GateSpec& gate, const GateScope& scope);
};

/// Reads one look; without an answer it is unknown.
[[nodiscard]] GateState read_gate(const GateLook& look, const Result<Outcome>& looked);

/// What an outcome says for people: the second cell of a query, else what was printed.
[[nodiscard]] std::string gate_detail(const Result<Outcome>& looked);

/// The node that a database of the inventory has in a region. Errors: bad_input.
[[nodiscard]] Result<std::string> gate_node(const GateSpec& gate, const GateScope& scope,
                                            std::string_view region);

[[nodiscard]] std::string_view to_string(GateState state);
[[nodiscard]] std::optional<GateState> parse_gate_state(std::string_view text);

}  // namespace gameday
