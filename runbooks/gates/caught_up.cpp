// SPDX-License-Identifier: Apache-2.0
// Whether the old primary, rebuilt, streams from the new one and is close behind it. The new
// primary is asked. A lag that the standby told of long ago says nothing: either all is replayed,
// or the standby's last word is itself no older than what is allowed (PostgreSQL 15, 28.2.4).
#include <chrono>
#include <fmt/format.h>

#include "base/network.hpp"
#include "runbooks/gates.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{3000};

const ParamSpec k_params[] = {
    {.name = "database", .required = true, .help = "the database of the inventory"},
    {.name = "within",
     .type = ParamType::duration,
     .help = "how far behind it may be",
     .fallback = "1s"},
    {.name = "standby",
     .help = "its application_name",
     .fallback = "whichever comes from its address"},
    {.name = "patience",
     .type = ParamType::duration,
     .help = "how long it may take to get there",
     .fallback = "5s"},
};

std::string sql_text(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"''"} : std::string{c};
  return out + "'";
}

/// Which of the standbys it is; empty = it cannot be told.
std::string which(const GateSpec& gate, const Host* host) {
  const std::string name = gate.params.get<std::string>("standby");
  if (!name.empty()) return "application_name = " + sql_text(name);
  if (host == nullptr || !parse_endpoint(host->address + ":1")) return {};
  return "host(client_addr) = " + sql_text(host->address);
}

std::string question(const std::string& standby, Duration within) {
  const auto us = std::chrono::duration_cast<std::chrono::microseconds>(within).count();
  const std::string limit = fmt::format("interval '{} microseconds'", us);
  return fmt::format(
      "select coalesce(bool_or(state = 'streaming' and (replay_lsn >= pg_current_wal_lsn() or "
      "(replay_lag <= {0} and clock_timestamp() - reply_time <= {0}))), false), "
      "coalesce(max(format('%s, %s bytes behind, replay lag %s', state, "
      "pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn), coalesce(replay_lag::text, 'unknown'))), "
      "'it does not stream') from pg_stat_replication where {1}",
      limit, standby);
}

Result<GatePlan> plan(const GateSpec& gate, const GateScope& scope) {
  const auto old_node = gate_node(gate, scope, scope.old_region);
  if (!old_node) return tl::unexpected{old_node.error()};
  const auto new_node = gate_node(gate, scope, scope.new_region);
  if (!new_node) return tl::unexpected{new_node.error()};
  const std::string standby = which(gate, scope.inventory.find_host(*old_node));
  if (standby.empty()) {
    return fail(ErrorKind::bad_input, "plan the gate " + gate.name, *old_node,
                "its address in the inventory does not tell it from other standbys",
                "add `standby`, the application_name that it streams under");
  }
  const auto within = gate.params.get<Duration>("within", std::chrono::seconds{1});
  GatePlan planned;
  planned.when = GateTime::before_clients;
  planned.summary = fmt::format("{} streams from {} and is at most {} behind", *old_node, *new_node,
                                format_duration(within));
  planned.patience = gate.params.get<Duration>("patience", std::chrono::seconds{5});
  planned.looks.push_back({.look = {{*new_node},
                                    k_deadline,
                                    Sql{gate.params.get<std::string>("database"), *new_node,
                                        question(standby, within)}},
                           .open = {.first_cell = "t"}});
  return planned;
}

}  // namespace

const GateKind k_gate_caught_up{
    .name = "caught_up",
    .summary = "the old primary streams from the new one and is close behind",
    .params = k_params,
    .plan = plan,
};

}  // namespace gameday
