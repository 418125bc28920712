// SPDX-License-Identifier: Apache-2.0
// Breaks: a standby falls behind its primary. By `throttle` and `hold` what is written does not
// reach it, so that losing the primary then loses data; by `replay-pause` and `apply-delay` it has
// everything and shows it late, so that reads are stale and a promotion takes longer. Heals: a
// standby that catches up by itself; a failover that waits, or chooses another. The fault itself is
// lifted by its revert, else by the kernel, by the server, or by a timer, as the plan says.
#include "injectors/db_lag.hpp"

#include <fmt/format.h>

#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t k_default_rate_kbit = 64;
constexpr std::int64_t k_least_rate_kbit = 8;
constexpr std::int64_t k_most_rate_kbit = 10'000'000;
constexpr Duration k_default_delay = 5s;
constexpr Duration k_least_delay = 100ms;
constexpr Duration k_longest_delay = 24h;

const ParamSpec k_params[] = {
    {.name = "database", .required = true, .help = "the database, from the inventory"},
    {.name = "how",
     .required = true,
     .help = "throttle or hold its stream (costs data); pause its replay, or delay it (costs "
             "staleness and time)",
     .one_of = {"throttle", "hold", "replay-pause", "apply-delay"}},
    {.name = "on", .required = true, .help = "the standby that is to lag: a host, region-b.db"},
    {.name = "rate_kbit",
     .type = ParamType::integer,
     .help = "throttle: kbit/s that still come through, 8 to 10000000",
     .fallback = "64"},
    {.name = "address",
     .help = "throttle, hold: the address from which the standby comes to its primary",
     .fallback = "its host's"},
    {.name = "delay",
     .type = ParamType::duration,
     .help = "apply-delay: how far behind, 100ms to 24h; of MariaDB in whole seconds",
     .fallback = "5s"},
    {.name = "user",
     .help = "MariaDB: the account that may steer its replication",
     .fallback = "the database's"},
};

Result<void> check(const Params& params, const FaultScope& scope, const Lag& lag) {
  if (lag.standby.host == lag.primary.host) {
    return cannot_plan(scope, lag.standby.host->name + " is the primary, which cannot lag");
  }
  for (const auto& [key, how] : {std::pair{"rate_kbit", "throttle"}, {"delay", "apply-delay"}}) {
    if (params.has(key) && lag.how != how) {
      return cannot_plan(scope, fmt::format("`{}` is of how = \"{}\" only", key, how));
    }
  }
  if (lag.rate_kbit < k_least_rate_kbit || lag.rate_kbit > k_most_rate_kbit) {
    return cannot_plan(scope, fmt::format("`rate_kbit` is {}, not within {} to {}", lag.rate_kbit,
                                          k_least_rate_kbit, k_most_rate_kbit));
  }
  if (lag.delay < k_least_delay || lag.delay > k_longest_delay) {
    return cannot_plan(
        scope, fmt::format("`delay` is {}, not within {} to {}", format_duration(lag.delay),
                           format_duration(k_least_delay), format_duration(k_longest_delay)));
  }
  return {};
}

Result<Lag> read_lag(const Params& params, const FaultScope& scope) {
  const auto database = target_database(params, scope);
  if (!database) return tl::unexpected(database.error());
  const auto host = target_host(params, scope, "on");
  if (!host) return tl::unexpected(host.error());
  const auto standby = find_site(scope, **database, (*host)->name);
  if (!standby) return tl::unexpected(standby.error());
  const auto primary = find_site(scope, **database, (*database)->primary);
  if (!primary) return tl::unexpected(primary.error());
  Lag lag{.primary = *primary,
          .standby = *standby,
          .how = params.get<std::string>("how"),
          .rate_kbit = params.get<std::int64_t>("rate_kbit", k_default_rate_kbit),
          .delay = params.get<Duration>("delay", k_default_delay),
          .address = params.get<std::string>("address", (*host)->address),
          .user = params.get<std::string>("user", (*database)->user)};
  if (auto fine = check(params, scope, lag); !fine) return tl::unexpected(fine.error());
  return lag;
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto lag = read_lag(params, scope);
  if (!lag) return tl::unexpected(lag.error());
  if (lag->how == "throttle" || lag->how == "hold") return lag_stream(*lag, scope);
  const std::string& kind = lag->standby.database->kind;
  if (kind == "postgres") return lag_replay(*lag, scope);
  if (kind == "mariadb") return lag_replica(*lag, scope);
  return cannot_plan(scope, "a database of kind " + kind + " cannot be made to lag in this way",
                     "use throttle or hold");
}

}  // namespace

Proof prove_lag(const DatabaseSite& asked, std::string name, const std::string& ahead,
                const std::string& behind, std::chrono::milliseconds wait) {
  // The position is kept before the wait and compared behind it; the wait's own column makes the
  // comparison depend on it.
  std::string statement = fmt::format(
      "with mark as materialized (select {} as lsn), waited as materialized "
      "(select lsn, pg_sleep({:.3f})::text as slept from mark) "
      "select case when lsn is null then 'unknown' when (select coalesce({} < lsn, true) "
      "where slept is not null) then 'lags' else 'level' end from waited",
      ahead, to_seconds(wait), behind);
  Action look = ask_node(asked, std::move(statement));
  look.deadline += wait;
  return {.name = std::move(name),
          .look = std::move(look),
          .confirms = {.first_cell = "lags"},
          .refutes = {.first_cell = "level"}};
}

const Injector k_injector_db_lag{
    .name = "db_lag",
    .summary = "a standby falls behind its primary",
    .breaks =
        "replication: data that a failover would lose (throttle, hold), or reads that are "
        "stale and a promotion that takes longer (replay-pause, apply-delay). Where commits "
        "wait for the standby, a held stream stops them",
    .heals = "a standby that catches up; a failover that waits for it, or chooses another",
    .params = k_params,
    .plan = plan,
    .dead_man =
        "throttle, hold: the kernel where it is filtered; replay-pause: the server; else a "
        "timer on the standby's host",
    .example = R"(database = "orders"
on = "region-b.db"
how = "replay-pause")",
};

}  // namespace gameday
