// SPDX-License-Identifier: Apache-2.0
// Holds or throttles the replication stream between two servers where their packets are routed:
// those of this one flow are dropped, all of them or those above the rate, and TCP slows down to
// what is left. What heals it: revert deletes the table; with nobody alive the timeouts of the set
// elements, kept by the kernel. Its name and tag are those of every cut by nftables, so that it is
// found as they are. A connection that was held long goes on after a reconnect.
#include <algorithm>
#include <fmt/format.h>

#include "base/network.hpp"
#include "injectors/cut.hpp"
#include "injectors/db_lag.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{10'000};
constexpr std::int64_t k_bytes_of_kbit = 125;
// A segment must fit into the bucket, or nothing would ever pass.
constexpr std::int64_t k_least_burst = 4'000;
constexpr std::chrono::milliseconds k_proof_wait{250};

/// The flow as it stands in a rule, and what is to become of it.
struct Flow {
  std::string table;  ///< with its family
  std::string tag;
  std::string ip;       ///< "ip" or "ip6"
  std::string element;  ///< "<primary> . <standby> . <port>"
  std::string address_type;
  std::int64_t timeout_ms = 0;
  std::int64_t bytes_per_s = 0;  ///< 0 = all of it is dropped
};

std::string limit_of(const Flow& flow) {
  if (flow.bytes_per_s == 0) return {};
  return fmt::format("limit rate over {} bytes/second burst {} bytes ", flow.bytes_per_s,
                     std::max(k_least_burst, flow.bytes_per_s / 10));
}

/// What the standby sends is let through when the stream is throttled: it is little, and slow
/// enough by itself.
std::vector<std::string> rules_of(const Flow& flow) {
  const auto rule = [&](std::string_view match) {
    return fmt::format("add rule {} stream {} counter name \"held\" drop comment \"{}\"",
                       flow.table, match, flow.tag);
  };
  std::vector<std::string> rules{
      rule(fmt::format("{0} saddr . {0} daddr . tcp sport @ways {1}", flow.ip, limit_of(flow)))};
  if (flow.bytes_per_s == 0) {
    rules.push_back(rule(fmt::format("{0} daddr . {0} saddr . tcp dport @ways", flow.ip)));
  }
  return rules;
}

/// One transaction, so that it is whole or not there; `create` refuses a table that exists.
std::string make_table(const Flow& flow) {
  std::vector<std::string> line{
      fmt::format("create table {} {{ comment \"{}\"; }}", flow.table, flow.tag),
      fmt::format("add set {} ways {{ type {} . {} . inet_service; flags timeout; timeout {}ms; }}",
                  flow.table, flow.address_type, flow.address_type, flow.timeout_ms),
      fmt::format("add counter {} held", flow.table),
      fmt::format("add chain {} stream {{ comment \"{}\"; type filter hook forward priority -10; "
                  "policy accept; }}",
                  flow.table, flow.tag),
      fmt::format("add element {} ways {{ {} }}", flow.table, flow.element)};
  for (std::string& rule : rules_of(flow)) line.push_back(std::move(rule));
  return fmt::format("{}", fmt::join(line, "; "));
}

Action nft(const std::string& host, std::string transaction) {
  return {{host}, k_deadline, Netfilter{{std::move(transaction)}}};
}

Change change_of(const Lag& lag, const FaultScope& scope, const Host& filter, const Flow& flow) {
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, filter.name);
  change.summary = fmt::format(
      "{} the replication stream from {} to {} by nftables table {}",
      lag.how == "hold" ? "holds" : fmt::format("throttles to {} kbit/s", lag.rate_kbit),
      lag.primary.host->name, lag.standby.host->name, flow.table);
  change.apply = nft(filter.name, make_table(flow));
  change.verify = {
      .look = nft(filter.name, "list table " + flow.table),
      .in_force = {.contains = {flow.tag, "counter name", " expires "}},
      .gone = {.contains = {"Error: No such file or directory", "list table " + flow.table}},
      .inert = Match{.contains = {flow.tag}}};
  change.revert = nft(filter.name, fmt::format("add table {0}; delete table {0}", flow.table));
  change.expires_after = scope.expires_after;
  change.dead_man = DeadMan::kernel;
  return change;
}

Result<Flow> flow_of(const Lag& lag, const FaultScope& scope) {
  const Host& primary = *lag.primary.host;
  const Host& standby = *lag.standby.host;
  const auto from = parse_network(primary.address);
  const auto to = parse_network(lag.address);
  if (!from || !to || from->v6 != to->v6 || primary.port == 0) {
    return cannot_plan(scope,
                       fmt::format("{} and {} have no addresses of one kind with a port",
                                   primary.name, standby.name),
                       "the inventory gives them as `address` and `port`");
  }
  CutSpec named;
  named.run_id = scope.run_id;
  named.fault = scope.fault;
  named.expires_after = scope.expires_after;
  named.fence_first = scope.fence_first;
  const CutTag tag = tag_of(named);
  return Flow{
      .table = nft_table(tag),
      .tag = to_string(tag),
      .ip = from->v6 ? "ip6" : "ip",
      .element = fmt::format("{} . {} . {}", primary.address, lag.address, primary.port),
      .address_type = from->v6 ? "ipv6_addr" : "ipv4_addr",
      .timeout_ms = std::chrono::ceil<std::chrono::milliseconds>(scope.expires_after).count(),
      .bytes_per_s = lag.how == "hold" ? 0 : lag.rate_kbit * k_bytes_of_kbit};
}

/// Of any database: the filter itself has caught something. Of PostgreSQL also what the primary
/// knows of its standby; of MariaDB the two ends would have to be compared, which no single look
/// can.
std::vector<Proof> proofs_of(const Lag& lag, const Flow& flow, const std::string& filter) {
  std::vector<Proof> proofs{{.name = fmt::format("packets of the stream are dropped on {}", filter),
                             .look = nft(filter, fmt::format("list counter {} held", flow.table)),
                             .confirms = {.contains = {"packets "}, .without = {"packets 0 "}},
                             .refutes = {.contains = {"No such file"}}}};
  if (lag.primary.database->kind != "postgres") return proofs;
  proofs.push_back(prove_lag(
      lag.primary, fmt::format("what is written does not reach {}", lag.standby.host->name),
      "pg_current_wal_lsn()",
      fmt::format("(select min(flush_lsn) from pg_stat_replication where client_addr = {}::inet)",
                  quote_text(lag.address)),
      k_proof_wait));
  return proofs;
}

}  // namespace

Result<FaultPlan> lag_stream(const Lag& lag, const FaultScope& scope) {
  const auto flow = flow_of(lag, scope);
  if (!flow) return tl::unexpected(flow.error());
  const auto region = scope.inventory.regions.find(lag.standby.host->region);
  if (region == scope.inventory.regions.end() || region->second.filtered_at.empty()) {
    return cannot_plan(scope,
                       fmt::format("no host filters the traffic of {}", lag.standby.host->name),
                       "name the routers in `filtered_at` of its region");
  }
  FaultPlan plan;
  plan.mechanism = "nftables";
  plan.asynchronous = true;
  plan.costs = k_costs_data;
  for (const std::string& name : region->second.filtered_at) {
    const Host* filter = scope.inventory.find_host(name);
    if (filter == nullptr) return cannot_plan(scope, "there is no host \"" + name + "\"");
    plan.changes.push_back(change_of(lag, scope, *filter, *flow));
    plan.counters.push_back(nft(filter->name, "list counters table " + flow->table));
  }
  plan.proofs = proofs_of(lag, *flow, region->second.filtered_at.front());
  return plan;
}

}  // namespace gameday
