// SPDX-License-Identifier: Apache-2.0
#include "drills/run/world_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/catalog.hpp"
#include "drills/measure/ledgers.hpp"
#include "drills/run/search_aws.hpp"
#include "injectors/deadman.hpp"
#include "injectors/mechanisms.hpp"

namespace gameday {
namespace {

std::set<std::string> filter_hosts(const Inventory& inventory) {
  std::set<std::string> hosts;
  for (const auto* places : {&inventory.regions, &inventory.zones}) {
    for (const auto& [name, place] : *places) {
      hosts.insert(place.filtered_at.begin(), place.filtered_at.end());
    }
  }
  return hosts;
}

/// The mechanisms end the ids of what they find with the run's id.
std::string run_of(const Change& found) { return found.id.substr(found.id.rfind('.') + 1); }

std::string why_not(const Result<Outcome>& listed) {
  return listed ? listed->err : listed.error().text();
}

void search_mechanism(Performer& performer, const Mechanism& mechanism, const std::string& host,
                      Leftovers& left) {
  for (const Action& look : mechanism.look_for_ours({host})) {
    const auto listed = performer.perform(look);
    if (!listed || !listed->ok) {
      left.unseen.push_back(fmt::format("{} on {} could not be looked at: {}", mechanism.name, host,
                                        why_not(listed)));
      continue;
    }
    for (Change& found : mechanism.find_ours({host}, listed->out)) {
      const bool fence_first = found.summary.find("fenced first") != found.summary.npos;
      left.found.push_back({run_of(found), host, std::move(found), fence_first});
    }
  }
}

/// What carries no tag of its own left a note on its target.
void search_notes(Performer& performer, const Host& host, Leftovers& left) {
  const auto listed = performer.perform(list_notes(host));
  if (!listed || !listed->ok) {
    const std::string why = why_not(listed);
    if (listed && why.find("No such file") != why.npos) return;
    left.unseen.push_back(fmt::format("the notes on {} could not be read: {}", host.name, why));
    return;
  }
  Notes notes = read_notes(listed->out);
  for (const std::string& line : notes.unreadable) {
    left.unseen.push_back(fmt::format("a note on {} cannot be read: {}", host.name, line));
  }
  for (Note& note : notes.notes) {
    // Hosts that share a folder, as those of a lab do, show the same note: it says whose it is.
    const bool known = std::ranges::any_of(left.found, [&](const Leftover& other) {
      return other.run_id == note.run_id && other.change.id == note.change.id;
    });
    if (known || !note.change.revert) continue;
    const std::string& said = note.change.apply.host.name;
    const std::string on = said.empty() ? host.name : said;
    left.found.push_back({note.run_id, on, std::move(note.change), note.fence_first});
  }
}

/// Tables of ledgers are known by their names: gameday_ledger_<run>_<ledger>.
void search_database(Performer& performer, const Database& database, Leftovers& left) {
  constexpr std::string_view k_prefix = "gameday_ledger_";
  constexpr std::size_t k_run_id = 8;
  const LedgerKind* kind = find_kind(ledger_kinds(), database.kind);
  if (kind == nullptr) return;
  const auto listed = performer.perform(kind->list_tables(database.name));
  if (!listed || !listed->ok) {
    left.unseen.push_back(fmt::format("tables of ledgers could not be looked for in {}: {}",
                                      database.name, why_not(listed)));
    return;
  }
  for (const auto& row : listed->rows) {
    const std::string table = row.empty() ? "" : row.front().value_or("");
    if (!table.starts_with(k_prefix)) continue;
    LedgerSpec spec;
    spec.name = table;
    spec.database = database.name;
    left.found.push_back({table.substr(k_prefix.size(), k_run_id), database.primary,
                          kind->make_table(spec, table), false});
  }
}

}  // namespace

Leftovers search_filters(Performer& performer, const std::string& host) {
  Leftovers left;
  for (const Mechanism* mechanism : mechanisms()) {
    search_mechanism(performer, *mechanism, host, left);
  }
  return left;
}

Leftovers search_hosts(Performer& performer, const Inventory& inventory) {
  Leftovers left;
  for (const std::string& host : filter_hosts(inventory)) {
    for (const Mechanism* mechanism : mechanisms()) {
      search_mechanism(performer, *mechanism, host, left);
    }
  }
  for (const auto& [name, host] : inventory.hosts) search_notes(performer, host, left);
  search_clusters(performer, inventory, left);
  search_aws(performer, inventory, left);
  return left;
}

Leftovers search_tables(Performer& performer, const Inventory& inventory) {
  Leftovers left;
  for (const auto& [name, database] : inventory.databases) {
    search_database(performer, database, left);
  }
  return left;
}

}  // namespace gameday
