// SPDX-License-Identifier: Apache-2.0
// MariaDB: a replica receives everything and shows it late. `replay-pause` stops its SQL thread,
// `apply-delay` sets MASTER_DELAY; the delay that was set before is put back. The server has no
// time limit for either: what heals it when nobody is left is a timer on the replica's host. Both
// go through the `mariadb` client on that host, to the socket of the control path.
#include <fmt/format.h>

#include "injectors/db_lag.hpp"
#include "injectors/deadman.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_client_deadline{15'000};
constexpr std::chrono::milliseconds k_look_deadline{5'000};
constexpr const char* k_status = "show slave status\\G";
constexpr const char* k_delay_cell = "2[1=SQL_Delay:]";

// Of a replication that somebody has stopped nobody knows how it is to go on: refused. Compound
// statements outside of procedures exist from MariaDB 10.1 on.
constexpr const char* k_refuse_stopped =
    "begin not atomic if (select variable_value from information_schema.global_status where "
    "variable_name = 'SLAVE_RUNNING') <> 'ON' then signal sqlstate '45000' set message_text = "
    "'the replication does not run already'; end if; end";

std::vector<Arg> client(const Lag& lag) {
  return {"mariadb", "--batch", "--socket=" + lag.standby.node->control, "--user=" + lag.user};
}

Action run(const Lag& lag, const std::string& statements,
           std::chrono::milliseconds deadline = k_client_deadline) {
  std::vector<Arg> argv = client(lag);
  argv.emplace_back("--execute=" + statements);
  return {{lag.standby.host->name}, deadline, Exec{std::move(argv)}};
}

/// Refuses what is stopped already, and shows the rest: with a delimiter of its own, since the
/// first statement is made of several.
Action read_status(const Lag& lag) {
  std::vector<Arg> argv = client(lag);
  argv.emplace_back("--delimiter=//");
  argv.emplace_back(fmt::format("--execute={} // {}", k_refuse_stopped, k_status));
  return {{lag.standby.host->name}, k_look_deadline, Exec{std::move(argv)}};
}

Change begin_change(const Lag& lag, const FaultScope& scope, std::string summary) {
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, lag.standby.host->name);
  change.summary = std::move(summary);
  change.capture = read_status(lag);
  change.verify.look = run(lag, k_status, k_look_deadline);
  return change;
}

Change pause(const Lag& lag, const FaultScope& scope) {
  Change change = begin_change(
      lag, scope, fmt::format("stops the SQL thread of the replica {}", lag.standby.host->name));
  change.apply = run(lag, "stop slave sql_thread");
  change.verify.in_force = {.contains = {"Slave_SQL_Running: No"}};
  change.verify.gone = {.contains = {"Slave_SQL_Running: Yes"}};
  change.revert = run(lag, "start slave sql_thread");
  plant_timer(change, *lag.standby.host, scope.run_id, scope.expires_after);
  plant_note(change, *lag.standby.host, scope.run_id, scope.fence_first);
  return change;
}

/// Both threads are stopped meanwhile, or MariaDB refuses; what was received and not yet applied is
/// fetched again.
std::string set_delay(const std::string& seconds) {
  return fmt::format("stop slave; change master to master_delay={}; start slave", seconds);
}

/// The earlier delay is known only when it was captured, and a timer has no standard input: it
/// reads the statements from a file beside the note, which goes when the change has gone.
void plant_delay_timer(Change& change, const Lag& lag, const FaultScope& scope) {
  const Host& host = *lag.standby.host;
  const std::string file =
      fmt::format("{}/gameday/{}.{}.sql", host.scratch, scope.run_id, change.id);
  Change timed = change;
  timed.revert = run(lag, "source " + file);
  plant_timer(timed, host, scope.run_id, scope.expires_after);
  change.dead_man = timed.dead_man;
  change.expires_after = timed.expires_after;
  change.plant = {
      {{host.name},
       k_look_deadline,
       Exec{{"mkdir", "-p", "-m", "0700", host.scratch + "/gameday"}}},
      {{host.name},
       k_look_deadline,
       Exec{{"dd", "status=none", "of=" + file}, std::get<Exec>(change.revert->what).stdin_text}}};
  change.plant.insert(change.plant.end(), timed.plant.begin(), timed.plant.end());
  change.unplant = timed.unplant;
  change.unplant.push_back({{host.name}, k_look_deadline, Exec{{"rm", "-f", file}}});
}

Change delay(const Lag& lag, const FaultScope& scope) {
  const auto seconds = fmt::format("{}", seconds_up(lag.delay));
  Change change = begin_change(lag, scope,
                               fmt::format("{} applies what it received {} s late (MASTER_DELAY)",
                                           lag.standby.host->name, seconds));
  change.capture_fields = {fmt::format("delay@{}", k_delay_cell)};
  change.apply = run(lag, set_delay(seconds));
  change.verify.in_force = {.cells = {{std::string{k_delay_cell}, seconds}}};
  change.verify.gone = {.cells = {{std::string{k_delay_cell}, Captured{"/delay"}}}};
  std::vector<Arg> argv = client(lag);
  change.revert = {
      {lag.standby.host->name},
      k_client_deadline,
      Exec{std::move(argv),
           {"stop slave; change master to master_delay=", Captured{"/delay"}, "; start slave;\n"}}};
  plant_delay_timer(change, lag, scope);
  plant_note(change, *lag.standby.host, scope.run_id, scope.fence_first);
  return change;
}

}  // namespace

Result<FaultPlan> lag_replica(const Lag& lag, const FaultScope& scope) {
  if (!lag.standby.node->control.starts_with('/')) {
    return cannot_plan(scope, "the control path of a MariaDB node is its Unix socket",
                       "give it as `control` of " + lag.standby.host->name);
  }
  FaultPlan plan;
  plan.asynchronous = true;
  plan.costs = k_costs_time;
  const bool pauses = lag.how == "replay-pause";
  plan.changes.push_back(pauses ? pause(lag, scope) : delay(lag, scope));
  Proof proof;
  proof.name = fmt::format("{} says that it holds back what it received", lag.standby.host->name);
  proof.look = run(lag, k_status, k_look_deadline);
  if (pauses) {
    proof.confirms = {.contains = {"Slave_SQL_Running: No"}};
    proof.refutes = {.contains = {"Slave_SQL_Running: Yes"}};
  } else {
    proof.confirms = {.contains = {"SQL_Remaining_Delay: "}, .without = {"Remaining_Delay: NULL"}};
    proof.refutes = {.contains = {"Remaining_Delay: NULL"}};
  }
  plan.proofs.push_back(std::move(proof));
  return plan;
}

}  // namespace gameday
