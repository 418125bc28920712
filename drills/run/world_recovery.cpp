// SPDX-License-Identifier: Apache-2.0
// Recovery without a journal: what lies in the world carries the tag of its run.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/catalog.hpp"
#include "drills/measure/ledgers.hpp"
#include "drills/run/recovery.hpp"
#include "injectors/deadman.hpp"
#include "injectors/mechanisms.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_ask_deadline{5000};
constexpr std::chrono::milliseconds k_fence_deadline{15'000};

Exec command(const std::vector<std::string>& argv) { return {{argv.begin(), argv.end()}, {}}; }

/// The mechanisms end the ids of what they find with the run's id.
std::string run_of(const Change& found) { return found.id.substr(found.id.rfind('.') + 1); }

bool must_be_fenced(const Change& found) {
  return found.summary.find("fenced first") != found.summary.npos;
}

std::set<std::string> filter_hosts(const Inventory& inventory) {
  std::set<std::string> hosts;
  for (const auto& [name, region] : inventory.regions) {
    hosts.insert(region.filtered_at.begin(), region.filtered_at.end());
  }
  return hosts;
}

/// Whether a node takes writes; nothing where it cannot be seen.
std::optional<bool> takes_writes(World& world, const Database& database, const std::string& node) {
  const auto answer = world.performer.perform(
      {{node}, k_ask_deadline, Sql{database.name, node, "select not pg_is_in_recovery()"}});
  if (!answer || !answer->ok || answer->rows.empty() || answer->rows.front().empty()) return {};
  return answer->rows.front().front() == "t";
}

bool is_fenced(World& world, const DatabaseNode& node) {
  if (node.fenced.empty()) return false;
  const auto seen = world.performer.perform({{node.host}, k_ask_deadline, command(node.fenced)});
  return seen && seen->status == node.fenced_status.value_or(0);
}

/// Makes the old primary of one database harmless where the other node has been promoted. Gives why
/// it is not; empty = it is, or need not be.
std::string fence(World& world, const Database& database, Recovery& done) {
  const auto old = database.nodes.find(database.primary);
  if (old == database.nodes.end() || database.standby.empty()) return {};
  if (is_fenced(world, old->second)) return {};
  const auto promoted = takes_writes(world, database, database.standby);
  if (!promoted) {
    return fmt::format("NOT FENCED: whether {} was promoted cannot be seen", database.standby);
  }
  if (!*promoted) return {};
  if (old->second.fence.empty()) {
    return fmt::format("NOT FENCED: the inventory has no fence for {}", database.primary);
  }
  (void)world.performer.perform({{old->second.host}, k_fence_deadline, command(old->second.fence)});
  if (!is_fenced(world, old->second)) {
    return fmt::format("NOT FENCED: the fence of {} does not hold", database.primary);
  }
  done.fenced_now = true;
  return {};
}

std::string fence_all(World& world, const Inventory& inventory, Recovery& done) {
  for (const auto& [name, database] : inventory.databases) {
    if (std::string why = fence(world, database, done); !why.empty()) return why;
  }
  return {};
}

std::string told(const Change& found, std::string_view why) {
  return fmt::format("{} ({}): {}", found.id, found.summary, why);
}

/// Takes away what was planted for it. Gives why that failed; empty = it is gone.
std::string clear_up(World& world, const Change& found) {
  for (const Action& action : found.unplant) {
    const auto done = world.performer.perform(action);
    if (!done) return done.error().text();
    if (!done->ok) return done->err;
  }
  return {};
}

/// Lifts one thing that was found, and believes it when it is seen gone.
void lift(World& world, const Inventory& inventory, const Change& found, Recovery& done) {
  if (must_be_fenced(found)) {
    if (const std::string why = fence_all(world, inventory, done); !why.empty()) {
      done.not_fenced = true;
      done.stuck.push_back(fmt::format("{} ({}): {}", found.id, found.summary, why));
      return;
    }
  }
  const Seen before = read_seen(found.verify, world.performer.perform(found.verify.look));
  if (before == Seen::foreign) {
    done.stuck.push_back(told(found, "changed by someone else"));
    return;
  }
  const auto reverted = world.performer.perform(*found.revert);
  const auto looked = world.performer.perform(found.verify.look);
  if (read_seen(found.verify, looked) == Seen::gone) {
    if (const std::string why = clear_up(world, found); !why.empty()) {
      done.stuck.push_back(told(found, why));
      return;
    }
    done.reverted.push_back(fmt::format("{} ({})", found.id, found.summary));
    return;
  }
  const std::string why = !reverted ? reverted.error().text() : reverted->err;
  done.stuck.push_back(
      fmt::format("{} ({}): {}", found.id, found.summary, why.empty() ? "it is still there" : why));
}

void search(World& world, const Inventory& inventory, const Mechanism& mechanism,
            const std::string& host, const std::vector<std::string>& alive, Recovery& done) {
  for (const Action& look : mechanism.look_for_ours({host})) {
    const auto listed = world.performer.perform(look);
    if (!listed || !listed->ok) {
      done.stuck.push_back(fmt::format("{} on {} could not be looked at: {}", mechanism.name, host,
                                       listed ? listed->err : listed.error().text()));
      continue;
    }
    for (const Change& found : mechanism.find_ours({host}, listed->out)) {
      if (std::ranges::find(alive, run_of(found)) != alive.end()) {
        done.notes.push_back(fmt::format("{}: run {} is under way: gameday abort {} ends it safely",
                                         found.id, run_of(found), run_of(found)));
      } else {
        lift(world, inventory, found, done);
      }
    }
  }
}

}  // namespace

/// What carries no tag of its own left a note on its target.
void search_notes(World& world, const Inventory& inventory, const Host& host,
                  const std::vector<std::string>& alive, Recovery& done) {
  const auto listed = world.performer.perform(list_notes(host));
  if (!listed || !listed->ok) {
    const std::string why = listed ? listed->err : listed.error().text();
    if (listed && why.find("No such file") != why.npos) return;
    done.stuck.push_back(fmt::format("the notes on {} could not be read: {}", host.name, why));
    return;
  }
  const Notes notes = read_notes(listed->out);
  for (const std::string& line : notes.unreadable) {
    done.stuck.push_back(fmt::format("a note on {} cannot be read: {}", host.name, line));
  }
  for (const Note& note : notes.notes) {
    if (std::ranges::find(alive, note.run_id) != alive.end()) {
      done.notes.push_back(fmt::format("{}: run {} is under way: gameday abort {} ends it safely",
                                       note.change.id, note.run_id, note.run_id));
    } else if (note.change.revert) {
      lift(world, inventory, note.change, done);
    }
  }
}

/// Tables of ledgers are known by their names: gameday_ledger_<run>_<ledger>.
void search_tables(World& world, const Inventory& inventory, const Database& database,
                   const std::vector<std::string>& alive, Recovery& done) {
  constexpr std::string_view k_prefix = "gameday_ledger_";
  const LedgerKind* kind = find_kind(ledger_kinds(), database.kind);
  if (kind == nullptr) return;
  const auto listed = world.performer.perform(kind->list_tables(database.name));
  if (!listed || !listed->ok) {
    done.stuck.push_back(fmt::format("tables of ledgers could not be looked for in {}: {}",
                                     database.name, listed ? listed->err : listed.error().text()));
    return;
  }
  for (const auto& row : listed->rows) {
    const std::string table = row.empty() ? "" : row.front().value_or("");
    if (!table.starts_with(k_prefix)) continue;
    const std::string run = table.substr(k_prefix.size(), 8);
    if (std::ranges::find(alive, run) != alive.end()) continue;
    LedgerSpec spec;
    spec.name = table;
    spec.database = database.name;
    lift(world, inventory, kind->make_table(spec, table), done);
  }
}

Recovery recover_from_world(World& world, const Inventory& inventory,
                            const std::vector<std::string>& alive) {
  Recovery done{.run = "(found in the world)"};
  for (const std::string& host : filter_hosts(inventory)) {
    for (const Mechanism* mechanism : mechanisms()) {
      search(world, inventory, *mechanism, host, alive, done);
    }
  }
  for (const auto& [name, host] : inventory.hosts) {
    search_notes(world, inventory, host, alive, done);
  }
  for (const auto& [name, database] : inventory.databases) {
    search_tables(world, inventory, database, alive, done);
  }
  return done;
}

}  // namespace gameday
