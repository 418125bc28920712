// SPDX-License-Identifier: Apache-2.0
#include "drills/run/preflight.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <set>

#include "base/catalog.hpp"
#include "drills/guard/incident.hpp"
#include "drills/guard/lock.hpp"
#include "drills/measure/ledgers.hpp"
#include "drills/run/cloud_identity.hpp"
#include "drills/run/recovery.hpp"
#include "drills/run/vitals.hpp"
#include "injectors/kubernetes_object.hpp"
#include "world/own_addresses.hpp"

namespace gameday {
namespace {

using Problems = std::vector<std::string>;

constexpr std::chrono::milliseconds k_look_deadline{3000};
/// kubectl may have to fetch credentials first.
constexpr std::chrono::seconds k_cluster_deadline{15};

void look(Performer& performer, const std::string& name, const Action& action, Problems& problems) {
  const Result<Outcome> outcome = performer.perform(action);
  if (!outcome) {
    problems.push_back(fmt::format("{}: {}", name, outcome.error().text()));
  } else if (!outcome->ok) {
    problems.push_back(fmt::format("{} answers with an error: {}", name, outcome->err));
  }
}

/// Each traffic manager that a step shifts, by the look that the shift itself begins with.
void reach_traffic(Performer& performer, const std::vector<PlannedStep>& steps,
                   Problems& problems) {
  for (const PlannedStep& step : steps) {
    if (step.spec.kind != "traffic") continue;
    const std::string name = "traffic manager " + step.spec.params.get<std::string>("manager");
    for (const Change& change : step.plan.changes) {
      if (change.capture) look(performer, name, *change.capture, problems);
    }
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
  for (const PlannedStep& step : plan.failback_steps) {
    for (const Change& change : step.plan.changes) hosts.insert(change.apply.host.name);
  }
  hosts.erase("");
  return hosts;
}

/// What the operators' files and the path of control have against it.
Problems check_values(const PreflightSetup& setup) {
  Problems problems;
  for (const Refusal& refusal : refusals(setup.plan, setup.guards, setup.now)) {
    problems.push_back(refusal.text());
  }
  for (const Refusal& refusal : check_footing(setup.plan, own_footing())) {
    problems.push_back(refusal.text());
  }
  return problems;
}

Problems check_home(const PreflightSetup& setup) {
  Problems problems =
      check_surroundings(look_around(setup.home, digests(setup.plan).inventory, setup.plan.run_id));
  const std::string failing = VitalSigns{}.failing(read_vitals(setup.home));
  if (!failing.empty()) problems.push_back(failing);
  return problems;
}

/// Appends, and gives whether there is nothing yet.
bool none_yet(PreflightResult& result, Problems problems) {
  result.reasons.insert(result.reasons.end(), std::make_move_iterator(problems.begin()),
                        std::make_move_iterator(problems.end()));
  return result.reasons.empty();
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

std::vector<std::string> check_surroundings(const Surroundings& surroundings) {
  Problems problems;
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
    const LedgerKind* kind = find_kind(ledger_kinds(), ledger.spec.kind);
    if (database == inventory.databases.end() || kind == nullptr) continue;
    for (const auto& [node, about] : database->second.nodes) {
      Action ask = kind->is_writable(ledger.spec, node);
      ask.host = {node};
      ask.deadline = k_look_deadline;
      look(performer, "database node " + node, ask, problems);
    }
  }
  for (const PlannedFault& fault : plan.faults) {
    const auto cluster = inventory.clusters.find(fault.spec.params.get<std::string>("cluster"));
    if (cluster == inventory.clusters.end()) continue;
    look(performer, "cluster " + cluster->first,
         kubectl(cluster->second, {"get", "--raw=/readyz"}, k_cluster_deadline), problems);
  }
  reach_traffic(performer, plan.steps, problems);
  reach_traffic(performer, plan.failback_steps, problems);
  return problems;
}

std::vector<std::string> check_incidents(Performer& performer, const Guards& guards) {
  Problems problems;
  for (const GuardConfig& config : guards) {
    for (const IncidentCheck& check : config.incidents) {
      std::string why = find_incident(check, performer.perform(ask(check)));
      if (why.empty()) continue;
      const Refusal refusal{"incident", fmt::format("{}: {}", check.name, why), check.place};
      problems.push_back(refusal.text());
    }
  }
  return problems;
}

std::vector<std::string> check_target_lock(Performer& performer, const Plan& plan, WallTime now) {
  const Inventory& inventory = plan.definition.inventory;
  const Host* host = lock_host(inventory);
  if (host == nullptr) return {};
  const std::string foreign =
      find_foreign_lock(performer.perform(list_locks(inventory, *host)), plan.run_id, now);
  if (foreign.empty()) return {};
  const Refusal refusal{
      "lock", fmt::format("{} on {}: {}", lock_name(inventory), host->name, foreign), k_built_in};
  return {refusal.text()};
}

Footing own_footing() {
  Footing footing{.addresses = own_addresses(), .name_servers = name_servers(), .endpoints = {}};
  if (const char* endpoint = std::getenv("AWS_ENDPOINT_URL"); endpoint != nullptr) {
    footing.endpoints.emplace_back(endpoint);
  }
  return footing;
}

PreflightResult carry_out_preflight(const PreflightSetup& setup) {
  PreflightResult result;
  result.reasons = check_home(setup);
  if (!none_yet(result, check_values(setup))) return result;
  const std::string name = lock_name(setup.plan.definition.inventory);
  auto lock = LocalLock::take(setup.home, name,
                              to_line(holder_of(setup.plan, setup.operator_name, setup.now)));
  if (!lock) {
    result.reasons.push_back(Refusal{"lock", lock.error().text(), k_built_in}.text());
    return result;
  }
  result.lock = std::move(*lock);
  if (!none_yet(result, check_incidents(setup.performer, setup.guards))) return result;
  if (!none_yet(result, check_control_path(setup.performer, setup.plan))) return result;
  CloudIdentity clouds = check_clouds(setup.performer, setup.plan);
  result.acts = std::move(clouds.acts);
  if (!none_yet(result, std::move(clouds.refused))) return result;
  (void)none_yet(result, check_target_lock(setup.performer, setup.plan, setup.now));
  return result;
}

}  // namespace gameday
