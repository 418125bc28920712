// SPDX-License-Identifier: Apache-2.0
#include "drills/run/reading.hpp"

#include <algorithm>
#include <charconv>
#include <ranges>

#include "base/catalog.hpp"
#include "drills/measure/ledgers.hpp"

namespace gameday {
namespace {

bool is_writable(Performer& performer, const LedgerKind& kind, const LedgerSpec& spec,
                 const std::string& node) {
  const Result<Outcome> outcome = performer.perform(kind.is_writable(spec, node));
  return outcome && outcome->ok && matches(Match{.first_cell = "t"}, *outcome);
}

/// The writable node to read: the surviving region's where both are.
std::string choose_node(const Plan& plan, const Database& database,
                        const std::vector<std::string>& writable) {
  for (const std::string& node : writable) {
    if (database.nodes.at(node).region == plan.surviving_region) return node;
  }
  return writable.empty() ? std::string{} : writable.front();
}

std::string node_in(const Database& database, const std::string& region) {
  const auto found = std::ranges::find_if(
      database.nodes, [&](const auto& entry) { return entry.second.region == region; });
  return found == database.nodes.end() ? std::string{} : found->first;
}

bool read_ids(const Outcome& outcome, std::vector<std::int64_t>& ids) {
  ids.reserve(outcome.rows.size());
  for (const auto& row : outcome.rows) {
    if (row.empty() || !row.front()) return false;
    std::int64_t id = 0;
    const std::string& cell = *row.front();
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), id);
    if (error != std::errc{} || end != cell.data() + cell.size()) return false;
    ids.push_back(id);
  }
  return true;
}

}  // namespace

LedgerReading read_ledger(Performer& performer, const Plan& plan, const PlannedLedger& ledger,
                          events::Reading reading) {
  LedgerReading result;
  result.about.ledger = ledger.spec.name;
  result.about.reading = reading;
  const LedgerKind* kind = find_kind(ledger_kinds(), ledger.spec.kind);
  const auto database = plan.definition.inventory.databases.find(ledger.spec.database);
  if (kind == nullptr || database == plan.definition.inventory.databases.end()) {
    result.about.error = "no such kind of ledger or database";
    return result;
  }
  for (const auto& name : std::views::keys(database->second.nodes)) {
    if (is_writable(performer, *kind, ledger.spec, name)) {
      result.about.writable_nodes.push_back(name);
    }
  }
  result.about.node = reading == events::Reading::isolated
                          ? node_in(database->second, plan.broken_region)
                          : choose_node(plan, database->second, result.about.writable_nodes);
  result.about.writable = std::ranges::count(result.about.writable_nodes, result.about.node) > 0;
  if (result.about.node.empty()) {
    result.about.error = "no node accepts writes";
    return result;
  }
  const Result<Outcome> outcome =
      performer.perform(kind->read(ledger.spec, ledger.table, result.about.node));
  if (!outcome) {
    result.about.error = outcome.error().text();
  } else if (!outcome->ok) {
    result.about.error = outcome->err;
  } else if (!read_ids(*outcome, result.ids)) {
    result.about.error = "an id could not be read as a number";
  }
  result.about.count = result.ids.size();
  return result;
}

ReplicationSeen look_at_replication(Performer& performer, const Database& database) {
  ReplicationSeen seen;
  const LedgerKind* kind = find_kind(ledger_kinds(), database.kind);
  if (kind == nullptr) {
    seen.error = "nobody knows how to ask a database of the kind " + database.kind;
    return seen;
  }
  const Result<Outcome> outcome =
      performer.perform(kind->look_at_replication(database.name, database.primary));
  if (!outcome || !outcome->ok) {
    seen.error = outcome ? outcome->err : outcome.error().text();
    return seen;
  }
  if (outcome->rows.empty() || outcome->rows.front().size() < 2) return seen;
  seen.streams = outcome->rows.front()[0] == "t";
  std::int64_t lag = 0;
  const std::string cell = outcome->rows.front()[1].value_or("0");
  std::from_chars(cell.data(), cell.data() + cell.size(), lag);
  seen.lag = std::chrono::microseconds{lag};
  return seen;
}

bool survivor_answers(Performer& performer, const Plan& plan) {
  const Inventory& inventory = plan.definition.inventory;
  const auto region = inventory.regions.find(plan.surviving_region);
  if (region == inventory.regions.end()) return false;
  const auto from = std::ranges::find_if(inventory.hosts, [&](const auto& entry) {
    return entry.second.region.empty() && entry.second.zone == inventory.vantage;
  });
  const HostRef host{from == inventory.hosts.end() ? std::string{} : from->first};
  const Action dial{
      .host = host,
      .deadline = std::chrono::seconds{3},
      .what = Exec{.argv = {"@gameday", "dial", region->second.canary, "--timeout", "1s"}}};
  const Result<Outcome> outcome = performer.perform(dial);
  return outcome && outcome->ok;
}

}  // namespace gameday
