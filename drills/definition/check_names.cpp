// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "drills/definition/check.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

/// A PostgreSQL name has 63 bytes, of which "gameday_ledger_<run id>_" takes 24.
constexpr std::size_t k_ledger_name_cap = 39;

/// Remembers a name; false where it was there before. An empty one was noted when it was read.
bool is_new(std::set<std::string>& seen, const std::string& name) {
  return name.empty() || seen.insert(name).second;
}

std::string twice(std::string_view what, const std::string& name) {
  return fmt::format("{} {} is there twice", what, in_ticks(name));
}

/// The name as it stands in the table's name.
std::string in_table(std::string name) {
  std::ranges::replace_if(name, [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

}  // namespace

void check_names(const Part<Drill>& drill) {
  std::set<std::string> instruments;
  std::set<std::string> tables;
  std::set<std::string> faults;
  for (std::size_t i = 0; i < drill.value.probes.size(); ++i) {
    const std::string& name = drill.value.probes[i].name;
    if (!is_new(instruments, name)) drill.note({"probe", i, "name"}, twice("the probe", name));
  }
  for (std::size_t i = 0; i < drill.value.ledgers.size(); ++i) {
    const std::string& name = drill.value.ledgers[i].name;
    if (!is_new(instruments, name)) {
      drill.note({"ledger", i, "name"}, twice("the probe or ledger", name));
    } else if (!is_new(tables, in_table(name))) {
      drill.note({"ledger", i, "name"},
                 fmt::format("{} is too like another ledger's name", in_ticks(name)),
                 "in the name of its table '-' and '.' become '_'");
    }
    if (name.size() > k_ledger_name_cap) {
      drill.note({"ledger", i, "name"},
                 fmt::format("a ledger's name has at most {} letters", k_ledger_name_cap));
    }
  }
  for (std::size_t i = 0; i < drill.value.faults.size(); ++i) {
    const std::string& name = drill.value.faults[i].name;
    if (!is_new(faults, name)) drill.note({"fault", i, "name"}, twice("the fault", name));
  }
}

void check_runbook(const Part<Runbook>& runbook) {
  std::set<std::string> steps;
  for (std::size_t i = 0; i < runbook.value.steps.size(); ++i) {
    const std::string& name = runbook.value.steps[i].name;
    if (!is_new(steps, name)) runbook.note({"step", i, "name"}, twice("the step", name));
    if (name == "by-system") {
      runbook.note({"step", i, "name"}, "`by-system` is a word of its own for `fence`");
    }
  }
  if (runbook.value.steps.empty() && runbook.root.find("step") == nullptr) {
    runbook.note({}, "a runbook without a step", "write [[step]]");
  }
}

}  // namespace gameday
