// SPDX-License-Identifier: Apache-2.0
// Changes that programs on this machine make by themselves, in a cloud for instance: no address of
// a host tells where they have their effect.
#include "drills/guard/rules.hpp"

namespace gameday {
namespace {

std::vector<Statement> says(const GuardConfig& config) {
  if (!config.this_machine) return {};
  return {{config.this_machine->value ? "may make changes itself" : "makes no changes itself",
           config.this_machine->place}};
}

std::vector<Statement> object(const GuardCase& guarded, const GuardConfig& config, bool widens) {
  if (!guarded.reach.this_machine) return {};
  if (config.this_machine && config.this_machine->value) return {};
  if (config.this_machine) {
    return {{"this machine itself would make changes", config.this_machine->place}};
  }
  if (!widens) return {};
  return {{"this machine itself would make changes; this_machine = true allows it",
           {config.file, config.file.empty() ? 0 : 1}}};
}

}  // namespace

const GuardRule k_guard_this_machine{"this_machine", says, object};

}  // namespace gameday
