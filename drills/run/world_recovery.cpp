// SPDX-License-Identifier: Apache-2.0
// Recovery without a journal: what lies in the world carries the tag of its run.
#include <fmt/format.h>

#include <algorithm>

#include "drills/run/recovery.hpp"
#include "drills/run/world_search.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_ask_deadline{5000};
constexpr std::chrono::milliseconds k_fence_deadline{15'000};

Exec command(const std::vector<std::string>& argv) { return {{argv.begin(), argv.end()}, {}}; }

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
  if (database.kind != "postgres") return {};  // no step promotes any other
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
void lift(World& world, const Inventory& inventory, const Leftover& left, Recovery& done) {
  const Change& found = left.change;
  if (left.fence_first) {
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

void told_as_under_way(const Leftover& left, Recovery& done) {
  done.notes.push_back(fmt::format("{}: run {} is under way: gameday abort {} ends it safely",
                                   left.change.id, left.run_id, left.run_id));
}

}  // namespace

Recovery recover_from_world(World& world, const Inventory& inventory,
                            const std::vector<std::string>& alive) {
  Recovery done{.run = "(found in the world)"};
  // The tables come last: a fence decides where they are, and it comes with the rules.
  for (auto* search : {search_hosts, search_tables}) {
    const Leftovers left = search(world.performer, inventory);
    done.stuck.insert(done.stuck.end(), left.unseen.begin(), left.unseen.end());
    for (const Leftover& each : left.found) {
      if (std::ranges::find(alive, each.run_id) != alive.end()) {
        told_as_under_way(each, done);
      } else {
        lift(world, inventory, each, done);
      }
    }
  }
  return done;
}

}  // namespace gameday
