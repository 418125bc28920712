// SPDX-License-Identifier: Apache-2.0
#include "drills/run/preflight.hpp"

#include <fmt/format.h>

#include <set>

#include "drills/run/recovery.hpp"

namespace gameday {
namespace {

using Problems = std::vector<std::string>;

constexpr std::chrono::milliseconds k_look_deadline{3000};

void look(Performer& performer, const std::string& name, const Action& action, Problems& problems) {
  const Result<Outcome> outcome = performer.perform(action);
  if (!outcome) {
    problems.push_back(fmt::format("{}: {}", name, outcome.error().text()));
  } else if (!outcome->ok) {
    problems.push_back(fmt::format("{} answers with an error: {}", name, outcome->err));
  }
}

std::set<std::string> hosts_to_reach(const Plan& plan) {
  std::set<std::string> hosts;
  for (const PlannedFault& fault : plan.faults) {
    for (const Change& change : fault.plan.changes) hosts.insert(change.apply.host.name);
  }
  for (const PlannedStep& step : plan.steps) {
    for (const Change& change : step.plan.changes) hosts.insert(change.apply.host.name);
  }
  hosts.erase("");
  return hosts;
}

}  // namespace

std::filesystem::path halt_file(const std::filesystem::path& home) { return home / "halted"; }

std::filesystem::path abort_file(const std::filesystem::path& run_folder) {
  return run_folder / "abort";
}

Surroundings look_around(const std::filesystem::path& home, const std::string& inventory,
                         const std::string& run_id) {
  Surroundings surroundings;
  std::error_code ignored;
  surroundings.halted = std::filesystem::exists(halt_file(home), ignored);
  for (const LivePointer& pointer : live_pointers()) {
    if (pointer.run_id == run_id) continue;
    if (!is_alive(pointer)) {
      if (may_have_left_something(pointer)) surroundings.dead_runs.push_back(pointer);
    } else if (pointer.inventory == inventory) {
      surroundings.live_runs.push_back(pointer);
    }
  }
  return surroundings;
}

std::vector<std::string> check_guards(const Plan& plan, const Surroundings& surroundings) {
  Problems problems;
  if (!plan.definition.inventory.lab) {
    problems.push_back(
        fmt::format("the inventory {} names no lab, and no guard allows targets outside a lab",
                    plan.definition.inventory.file));
  }
  for (const PlannedFault& fault : plan.faults) {
    for (const Change& change : fault.plan.changes) {
      const Host* host = plan.definition.inventory.find_host(change.apply.host.name);
      if (host == nullptr || host->transport != "lab") {
        problems.push_back(fmt::format("{} would be changed on {}, which is not in a lab",
                                       change.id, change.apply.host.name));
      }
    }
  }
  for (const LivePointer& pointer : surroundings.dead_runs) {
    problems.push_back(fmt::format(
        "run {} died and may have left something in force; look with `gameday status`, lift it "
        "with `gameday recover`",
        pointer.run_id));
  }
  for (const LivePointer& pointer : surroundings.live_runs) {
    problems.push_back(fmt::format("run {} is under way on the same inventory", pointer.run_id));
  }
  if (surroundings.halted) {
    problems.push_back("every start is refused since `gameday halt`; allow with `gameday resume`");
  }
  return problems;
}

std::vector<std::string> check_control_path(Performer& performer, const Plan& plan) {
  Problems problems;
  const Inventory& inventory = plan.definition.inventory;
  for (const std::string& name : hosts_to_reach(plan)) {
    const Host* host = inventory.find_host(name);
    if (host == nullptr) continue;
    look(performer, "host " + name,
         {.host = {name}, .deadline = k_look_deadline, .what = Exec{.argv = {"true"}}}, problems);
  }
  for (const PlannedLedger& ledger : plan.ledgers) {
    const auto database = inventory.databases.find(ledger.spec.database);
    if (database == inventory.databases.end()) continue;
    for (const auto& [node, about] : database->second.nodes) {
      look(performer, "database node " + node,
           {.host = {node},
            .deadline = k_look_deadline,
            .what = Sql{.database = database->first, .node = node, .statement = "select 1"}},
           problems);
    }
  }
  for (const auto& [name, manager] : inventory.traffic) {
    look(performer, "traffic manager " + name,
         {.host = {manager.host},
          .deadline = k_look_deadline,
          .what = Exchange{.socket_path = manager.socket, .lines = {{"show info"}}}},
         problems);
  }
  return problems;
}

}  // namespace gameday
