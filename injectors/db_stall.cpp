// SPDX-License-Identifier: Apache-2.0
// Breaks: a database that is reachable and does not get on. `connections`: none is left for
// ordinary users, and pools that are open go on; `lock`: a table cannot be used, everything else
// can; `freeze`: the server stands still with all its sessions, and the kernel goes on
// acknowledging for it. Heals: time limits on waiting, pools that keep what they have, a failover
// that asks for more than a connection. Lifted by its revert, which ends our sessions; else by the
// server, which keeps them only for their time; a frozen server by a timer on its host.
#include "injectors/db_stall.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "injectors/deadman.hpp"
#include "injectors/freeze.hpp"
#include "injectors/injectors.hpp"
#include "injectors/service_target.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::int64_t k_most_connections = 5000;

const ParamSpec k_params[] = {
    {.name = "database", .required = true, .help = "the database, from the inventory"},
    {.name = "how",
     .required = true,
     .help = "take the free connections, lock a table, or freeze the server",
     .one_of = {"connections", "lock", "freeze"}},
    {.name = "on", .required = true, .help = "the node that stalls: a host, region-a.db"},
    {.name = "limit",
     .type = ParamType::integer,
     .help = "connections: how many are taken at most, 1 to 5000; those reserved for superusers "
             "always stay free",
     .fallback = "5000"},
    {.name = "table", .help = "lock: its name, with its schema if need be: orders, public.orders"},
    {.name = "mode",
     .help = "lock: exclusive lets others read; access exclusive does not, on the standby neither",
     .fallback = "access exclusive",
     .one_of = {"access exclusive", "exclusive"}},
    {.name = "service", .help = "freeze: [service.x] of the inventory that is the server"},
};

/// Each way has parameters of its own; one that is given for another is a mistake.
Result<void> check_params(const Params& params, const FaultScope& scope, const std::string& how) {
  constexpr std::pair<const char*, const char*> k_of[] = {
      {"limit", "connections"}, {"table", "lock"}, {"mode", "lock"}, {"service", "freeze"}};
  for (const auto& [key, way] : k_of) {
    if (params.has(key) && how != way) {
      return cannot_plan(scope, fmt::format("`{}` is of how = \"{}\" only", key, way));
    }
  }
  if (how == "lock" && !params.has("table")) {
    return cannot_plan(scope, "no table is named", "add table = \"...\"");
  }
  if (how == "freeze" && !params.has("service")) {
    return cannot_plan(scope, "no service is named", "add service = \"...\", the server's own");
  }
  return {};
}

/// A name that can be quoted: of letters, digits, "_" and "$", with at most one dot.
bool is_table(const std::string& name) {
  const auto fits = [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || c == '.' || c >= 0x80;
  };
  return !name.empty() && name.size() <= 127 && std::ranges::all_of(name, fits) &&
         std::ranges::count(name, '.') <= 1 && name.front() != '.' && name.back() != '.';
}

Result<DatabaseSite> read_site(const Params& params, const FaultScope& scope) {
  const auto database = target_database(params, scope);
  if (!database) return tl::unexpected(database.error());
  const auto host = target_host(params, scope, "on");
  if (!host) return tl::unexpected(host.error());
  return find_site(scope, **database, (*host)->name);
}

/// The same as process_pause does, to the server of a database.
Result<FaultPlan> freeze(const Params& params, const FaultScope& scope, const DatabaseSite& site) {
  const auto target = service_target(params, scope);
  if (!target) return tl::unexpected(target.error());
  const auto& [service, host] = *target;
  if (host->name != site.host->name) {
    return cannot_plan(scope, fmt::format("the service {} is on {}, the database on {}",
                                          service->name, host->name, site.host->name));
  }
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, service->name);
  change.summary = fmt::format("freezes the server of {} on {}, every process of it",
                               site.database->name, host->name);
  freeze_service(change, *service, *host, scope.run_id);
  plant_timer(change, *host, scope.run_id, scope.expires_after);
  plant_note(change, *host, scope.run_id, scope.fence_first);
  FaultPlan plan;
  plan.proofs.push_back(frozen_proof(*service, *host));
  plan.changes.push_back(std::move(change));
  return plan;
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto how = params.get<std::string>("how");
  if (auto fine = check_params(params, scope, how); !fine) return tl::unexpected(fine.error());
  const auto site = read_site(params, scope);
  if (!site) return tl::unexpected(site.error());
  if (how == "freeze") return freeze(params, scope, *site);
  if (site->database->kind != "postgres") {
    return cannot_plan(scope, "how = \"" + how + "\" is for PostgreSQL only", "freeze its server");
  }
  FaultPlan plan;
  if (how == "connections") {
    const auto limit = params.get<std::int64_t>("limit", k_most_connections);
    if (limit < 1 || limit > k_most_connections) {
      return cannot_plan(scope, fmt::format("`limit` is {}, not within 1 to 5000", limit));
    }
    take_connections(plan, *site, scope, static_cast<int>(limit));
    return plan;
  }
  const auto table = params.get<std::string>("table");
  if (!is_table(table)) return cannot_plan(scope, fmt::format("\"{}\" is no table", table));
  lock_table(plan, *site, scope, table, params.get<std::string>("mode", "access exclusive"));
  return plan;
}

}  // namespace

const Injector k_injector_db_stall{
    .name = "db_stall",
    .summary = "a database that answers the door and does not get on",
    .breaks = "new connections, a table, or every session: the address can be reached all the same",
    .heals =
        "time limits on waiting, pools that keep what they have, a failover that asks for more "
        "than a connection",
    .params = k_params,
    .plan = plan,
    .dead_man =
        "connections, lock: the server, which ends the sessions in time; freeze: a timer on "
        "its host",
    .example = R"(database = "orders"
on = "region-a.db"
how = "lock"
table = "orders")",
};

}  // namespace gameday
