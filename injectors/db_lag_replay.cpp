// SPDX-License-Identifier: Apache-2.0
// PostgreSQL: a standby receives everything and shows it late. `replay-pause` leaves one message
// with the server that pauses the replay, sleeps, and resumes it: nobody else is needed for that.
// `apply-delay` sets recovery_min_apply_delay by ALTER SYSTEM; what postgresql.auto.conf said
// before is put back word for word, by the revert or by a timer on the standby's host.
#include <fmt/format.h>

#include "injectors/db_lag.hpp"
#include "injectors/deadman.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_psql_deadline{10'000};
constexpr std::chrono::milliseconds k_longest_proof_wait{150};
constexpr int k_default_port = 5432;
constexpr std::string_view k_setting = "recovery_min_apply_delay";

/// Fails in the words of the problem where a condition holds: what is in the way is refused before
/// anything is changed. The last operand keeps it from being computed beforehand.
std::string refuse_if(const std::string& condition, const std::string& problem) {
  return fmt::format("case when {} then cast({} || pg_is_in_recovery()::text as int) end",
                     condition, quote_text(problem + "; in recovery: "));
}

Proof prove_stale(const Lag& lag, Duration within) {
  const auto wait = std::min(k_longest_proof_wait,
                             std::chrono::duration_cast<std::chrono::milliseconds>(within / 2));
  return prove_lag(lag.standby,
                   fmt::format("what {} has received it does not show", lag.standby.host->name),
                   "pg_last_wal_receive_lsn()", "pg_last_wal_replay_lsn()", wait);
}

/// A pause is ours while our session waits; a pause without it is somebody else's.
std::string pause_state(const std::string& application) {
  return fmt::format(
      "select case when ours and paused then 'paused by us' when ours then 'left over' "
      "when paused then 'paused by another' else 'gone' end from (select exists (select from "
      "pg_stat_activity where application_name = {}) as ours, case when pg_is_in_recovery() then "
      "pg_is_wal_replay_paused() else false end as paused) as state",
      quote_text(application));
}

Change pause(const Lag& lag, const FaultScope& scope) {
  const std::string application = application_of(scope);
  const DatabaseSite& site = lag.standby;
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, site.host->name);
  change.summary =
      fmt::format("pauses the replay on {}; the server resumes it by itself", site.host->name);
  change.capture = ask_node(
      site, "select " + refuse_if("pg_is_wal_replay_paused()", "somebody has paused the replay"));
  change.apply = hold_sessions(
      site, {.application = application,
             .script = fmt::format("select pg_wal_replay_pause(); select pg_sleep({}); "
                                   "select pg_wal_replay_resume()",
                                   seconds_up(scope.expires_after)),
             .holds = "select pg_is_wal_replay_paused()"});
  change.verify = {.look = look_at_sessions(site, pause_state(application)),
                   .in_force = {.status = 0, .contains = {"paused by us"}},
                   .gone = {.status = 0, .contains = {"gone"}},
                   .inert = Match{.status = 0, .contains = {"left over"}}};
  // The session first: resumed under it, the replay could not be told from one that others paused.
  change.revert = ask_node(site,
                           fmt::format("select {}, case when pg_is_in_recovery() then "
                                       "pg_wal_replay_resume()::text end",
                                       count_ended()),
                           {application});
  change.expires_after = std::chrono::seconds{seconds_up(scope.expires_after)};
  change.dead_man = DeadMan::server;
  plant_note(change, *site.host, scope.run_id, scope.fence_first);
  return change;
}

/// psql on the standby's own host: what a timer there can carry out without us.
Action psql(const DatabaseSite& site, const std::vector<Arg>& statements) {
  const Host& host = *site.host;
  std::vector<Arg> argv{"psql",
                        "--no-psqlrc",
                        "--quiet",
                        "--no-password",
                        "--set=ON_ERROR_STOP=1",
                        "--host=" + site.node->control,
                        fmt::format("--port={}", host.port != 0 ? host.port : k_default_port),
                        "--username=" + site.database->user,
                        "--dbname=" + site.database->dbname};
  for (const Arg& statement : statements) {
    argv.emplace_back("--command");
    argv.push_back(statement);
  }
  return {{host.name}, k_psql_deadline, Exec{std::move(argv)}};
}

/// Of the setting: the statement that makes it what it was, what runs, what the files say.
std::string read_setting(std::int64_t delay_ms) {
  return fmt::format(
      "select case when own.setting is null then 'alter system reset {0}' else "
      "format('alter system set {0} = %L', own.setting) end, now.setting, "
      "coalesce(file.setting, ''), {1} from pg_settings now "
      "left join lateral (select setting from pg_file_settings where name = now.name and "
      "sourcefile like '%postgresql.auto.conf' order by seqno desc limit 1) own on true "
      "left join lateral (select setting from pg_file_settings where name = now.name "
      "order by seqno desc limit 1) file on true where now.name = '{0}'",
      k_setting,
      refuse_if(fmt::format("now.setting = '{}'", delay_ms), "the delay is what it is to be made"));
}

/// Both what runs and what the files say: a reload may have been missed between the two.
std::string setting_state(std::int64_t delay_ms) {
  return fmt::format(
      "select case when now.setting = '{1}' then 'delayed by us' "
      "when now.setting = $1 and file.setting = $2 then 'gone' "
      "when now.setting = $1 and file.setting = '{1}ms' then 'not loaded' "
      "else 'set to ' || now.setting || ' by another' end from pg_settings now, "
      "(select coalesce((select setting from pg_file_settings where name = '{0}' "
      "order by seqno desc limit 1), '') as setting) file where now.name = '{0}'",
      k_setting, delay_ms);
}

Change delay(const Lag& lag, const FaultScope& scope) {
  const DatabaseSite& site = lag.standby;
  const auto delay_ms = std::chrono::ceil<std::chrono::milliseconds>(lag.delay).count();
  const Arg reload{"select pg_reload_conf()"};
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, site.host->name);
  change.summary = fmt::format("{} applies what it received {} late ({})", site.host->name,
                               format_duration(lag.delay), k_setting);
  change.capture = ask_node(site, read_setting(delay_ms));
  change.apply =
      psql(site, {fmt::format("alter system set {} = '{}ms'", k_setting, delay_ms), reload});
  change.verify = {.look = ask_node(site, setting_state(delay_ms),
                                    {Captured{"/rows/0/1"}, Captured{"/rows/0/2"}}),
                   .in_force = {.first_cell = "delayed by us"},
                   .gone = {.first_cell = "gone"},
                   .inert = Match{.first_cell = "not loaded"}};
  change.revert = psql(site, {Captured{"/rows/0/0"}, reload});
  plant_timer(change, *site.host, scope.run_id, scope.expires_after);
  plant_note(change, *site.host, scope.run_id, scope.fence_first);
  return change;
}

}  // namespace

Result<FaultPlan> lag_replay(const Lag& lag, const FaultScope& scope) {
  FaultPlan plan;
  plan.asynchronous = true;
  plan.costs = k_costs_time;
  if (lag.how == "replay-pause") {
    plan.changes.push_back(pause(lag, scope));
    plan.proofs.push_back(prove_stale(lag, scope.expires_after));
  } else {
    plan.changes.push_back(delay(lag, scope));
    plan.proofs.push_back(prove_stale(lag, lag.delay));
  }
  return plan;
}

}  // namespace gameday
