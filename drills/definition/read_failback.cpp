// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/read_failback.hpp"

#include "base/catalog.hpp"
#include "drills/definition/text.hpp"
#include "runbooks/gates.hpp"

namespace gameday {
namespace {

constexpr Range<Duration> k_loss{Duration{0}, std::chrono::hours{24}};

GateSpec read_one_gate(const TomlNode& node, Problems& problems) {
  GateSpec gate;
  TableReader reader{node, "[[failback.gates]]", problems};
  const bool named = reader.name("name", gate.name);
  const bool known = reader.word("kind", gate.kind, names_of(gate_kinds()), Need::required);
  if (!named) gate.name = gate.kind;
  if (!known) return gate;
  gate.params = reader.params(find_kind(gate_kinds(), gate.kind)->params);
  reader.finish();
  return gate;
}

Objectives read_targets(TableReader& reader, Problems& problems) {
  Objectives objectives;
  reader.duration("rto", objectives.rto);
  const TomlNode* rpo = reader.table("rpo");
  if (rpo == nullptr) return objectives;
  TableReader classes{*rpo, "`rpo` of [failback]", problems};
  for (const TomlMember& member : rpo->members) {
    if (!is_name(member.key)) classes.note(member.place, in_ticks(member.key) + " is no name");
    classes.duration(member.key, objectives.rpo[member.key], Need::optional, k_loss);
  }
  return objectives;
}

}  // namespace

std::optional<FailbackSpec> read_failback(TableReader& drill, Problems& problems) {
  const TomlNode* node = drill.table("failback");
  if (node == nullptr) return std::nullopt;
  FailbackSpec failback;
  TableReader reader{*node, "[failback]", problems};
  reader.text("runbook", failback.runbook_file, Need::required);
  failback.objectives = read_targets(reader, problems);
  reader.flag("required", failback.required);
  reader.tables("gates", [&](const TomlNode& gate, std::size_t) {
    failback.gates.push_back(read_one_gate(gate, problems));
  });
  reader.finish();
  return failback;
}

}  // namespace gameday
