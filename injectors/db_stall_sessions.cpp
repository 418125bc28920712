// SPDX-License-Identifier: Apache-2.0
// Sessions in the way of everybody else: they lock a table, or take what connections are free. Each
// sleeps on the server and needs no client, so it is the server that ends it in time; until then
// whoever terminates it by its application name. While it lasts such a session keeps vacuum from
// rows that have died since.
#include <algorithm>
#include <cctype>
#include <fmt/format.h>

#include "injectors/db_stall.hpp"
#include "injectors/deadman.hpp"

namespace gameday {
namespace {

// Longer than others would hold the table for a moment; while it is waited for they wait behind us.
constexpr const char* k_lock_timeout = "5s";
constexpr const char* k_look_timeout = "200ms";

Change begin_change(const DatabaseSite& site, const FaultScope& scope, std::string summary) {
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, site.host->name);
  change.summary = std::move(summary);
  change.revert = end_sessions(site, application_of(scope));
  change.expires_after = std::chrono::seconds{seconds_up(scope.expires_after)};
  change.dead_man = DeadMan::server;
  return change;
}

std::string sleep_of(const FaultScope& scope) {
  return fmt::format("select pg_sleep({})", seconds_up(scope.expires_after));
}

/// The sessions hold what they are for, or are merely there, or are gone.
void see_by(Change& change, const DatabaseSite& site, const FaultScope& scope,
            const std::string& holds) {
  const std::string ours = quote_text(application_of(scope));
  change.verify = {
      .look = look_at_sessions(
          site, fmt::format("select case when not exists (select from pg_stat_activity where "
                            "application_name = {}) then 'gone' when ({}) then 'held by us' "
                            "else 'left over' end",
                            ours, holds)),
      .in_force = {.status = 0, .contains = {"held by us"}},
      .gone = {.status = 0, .contains = {"gone"}},
      .inert = Match{.status = 0, .contains = {"left over"}}};
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
  return text;
}

/// "ACCESS EXCLUSIVE" is AccessExclusiveLock in pg_locks.
std::string lock_name(const std::string& mode) {
  return mode == "exclusive" ? "ExclusiveLock" : "AccessExclusiveLock";
}

}  // namespace

void take_connections(FaultPlan& plan, const DatabaseSite& site, const FaultScope& scope,
                      int most) {
  const std::string application = application_of(scope);
  const std::string ours =
      fmt::format("(select count(*) from pg_stat_activity where application_name = {})",
                  quote_text(application));
  const std::string free =
      "(select current_setting('max_connections')::int - "
      "current_setting('superuser_reserved_connections')::int - "
      "coalesce(current_setting('reserved_connections', true), '0')::int - count(*) from "
      "pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid())";
  Change change = begin_change(
      site, scope,
      fmt::format("takes the free connections of {}, at most {}; what is reserved for superusers "
                  "stays free",
                  site.host->name, most));
  change.apply = hold_sessions(site, {.application = application,
                                      .script = sleep_of(scope),
                                      .holds = fmt::format("select {} > 0", ours),
                                      .sessions = most,
                                      .within_free = true});
  see_by(change, site, scope, "true");
  plant_note(change, *site.host, scope.run_id, scope.fence_first);
  plan.changes.push_back(std::move(change));
  plan.proofs.push_back(
      {.name = fmt::format("{} has no connection left for ordinary users, or {} are taken",
                           site.host->name, most),
       .look = ask_node(site, fmt::format("select case when {0} >= {1} or ({0} > 0 and {2} <= 0) "
                                          "then 'taken' else 'free' end",
                                          ours, most, free)),
       .confirms = {.first_cell = "taken"},
       .refutes = {.first_cell = "free"}});
}

void lock_table(FaultPlan& plan, const DatabaseSite& site, const FaultScope& scope,
                const std::string& table, const std::string& mode) {
  const std::string application = application_of(scope);
  const std::string name = quote_name(table);
  const std::string held = fmt::format(
      "exists (select from pg_locks join pg_stat_activity using (pid) where application_name = {} "
      "and granted and mode = '{}' and relation = to_regclass({}))",
      quote_text(application), lock_name(mode), quote_text(name));
  Change change = begin_change(
      site, scope,
      fmt::format("locks the table {} on {} in mode {}", table, site.host->name, upper(mode)));
  change.apply = hold_sessions(
      site, {.application = application,
             .script = fmt::format("set lock_timeout = '{}'; begin; lock table {} in {} mode; {}; "
                                   "commit",
                                   k_lock_timeout, name, mode, sleep_of(scope)),
             .holds = "select " + held});
  see_by(change, site, scope, held);
  plant_note(change, *site.host, scope.run_id, scope.fence_first);
  plan.changes.push_back(std::move(change));
  // As somebody would who wants to write: 55P03 is lock_not_available.
  const std::string attempt = fmt::format(
      "do $$ begin perform set_config('lock_timeout', '{}', true); "
      "lock table {} in row exclusive mode; end $$",
      k_look_timeout, name);
  plan.proofs.push_back({.name = fmt::format("a write to {} waits in vain", table),
                         .look = ask_node(site, attempt),
                         .confirms = {.status = 1, .contains = {"55P03"}},
                         .refutes = {.status = 0}});
}

}  // namespace gameday
