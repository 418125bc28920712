// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "cli/doctor.hpp"
#include "cli/run_world.hpp"
#include "drills/guard/lock.hpp"
#include "drills/run/world_search.hpp"
#include "lab/lab.hpp"

namespace gameday {
namespace fs = std::filesystem;
namespace {

using enum Ailment::Weight;

/// Where anybody's pointers may lie: root's, those of sessions, those of users without one.
std::set<fs::path> all_live_folders() {
  std::set<fs::path> folders{live_folder(), "/var/lib/gameday/live"};
  std::error_code error;
  for (const auto& user : fs::directory_iterator{"/run/user", error}) {
    folders.insert(user.path() / "gameday/live");
  }
  for (const auto& item : fs::directory_iterator{"/var/tmp", error}) {
    if (item.path().filename().string().starts_with("gameday-")) {
      folders.insert(item.path() / "live");
    }
  }
  return folders;
}

void examine_pointers(std::vector<Ailment>& findings, std::set<std::string>& alive) {
  for (const fs::path& folder : all_live_folders()) {
    for (const LivePointer& pointer : live_pointers_in(folder)) {
      if (is_alive(pointer)) {
        alive.insert(pointer.run_id);
        findings.push_back({"run " + pointer.run_id, note, "is under way"});
      } else if (may_have_left_something(pointer)) {
        findings.push_back({"run " + pointer.run_id, left_over,
                            fmt::format("died and may have left something in force; its owner runs "
                                        "`gameday recover` ({})",
                                        folder.string())});
      }
    }
  }
}

/// An ordinary user may not list the packet filter of the machine itself, and cannot have changed
/// it.
void examine_filters(std::vector<Ailment>& findings, const std::set<std::string>& alive) {
  if (::geteuid() != 0) return;
  RunWorld here{Inventory{}};
  for (const Leftover& left : search_filters(here.world().performer, "").found) {
    if (alive.contains(left.run_id)) continue;
    findings.push_back(
        {left.change.id, left_over,
         fmt::format("{}; to remove it: {}", left.change.summary, describe(*left.change.revert))});
  }
}

/// Runs of this machine's users that are under way.
std::set<std::string> runs_alive() {
  std::set<std::string> alive;
  for (const fs::path& folder : all_live_folders()) {
    for (const LivePointer& pointer : live_pointers_in(folder)) {
      if (is_alive(pointer)) alive.insert(pointer.run_id);
    }
  }
  return alive;
}

/// Gives who holds it.
std::string examine_lock(Performer& performer, const Inventory& inventory,
                         std::vector<Ailment>& findings) {
  const Host* host = lock_host(inventory);
  if (host == nullptr) return {};
  std::string held =
      find_foreign_lock(performer.perform(list_locks(inventory, *host)), "", RealClock{}.wall());
  const std::string name = fmt::format("lock of {} on {}", lock_name(inventory), host->name);
  if (held.empty()) {
    findings.push_back({name, fine, "nobody holds it"});
  } else {
    findings.push_back({name, note, held});
  }
  return held;
}

/// A run of somebody on another machine cannot be seen to live, but for its lock.
std::string what_to_do(const Leftover& left, const std::string& lock, const std::string& name) {
  std::string text = fmt::format("run {}: {}; ", left.run_id, left.change.summary);
  if (lock.find("run " + left.run_id + " of ") != std::string::npos) {
    text += fmt::format("it may be under way, ask first ({}); ", lock);
  }
  return text + fmt::format("`gameday recover --from-world --inventory {}` removes it", name);
}

void examine_labs(std::vector<Ailment>& findings) {
  for (const lab::Status& lab : lab::all()) {
    if (lab.running) {
      findings.push_back({"lab " + lab.name, note, "is up"});
    } else {
      findings.push_back({"lab " + lab.name, note, "had died; what was left of it is removed"});
    }
  }
}

}  // namespace

std::vector<Ailment> examine_leftovers() {
  std::vector<Ailment> findings;
  std::set<std::string> alive;
  examine_pointers(findings, alive);
  examine_filters(findings, alive);
  examine_labs(findings);
  return findings;
}

std::vector<Ailment> examine_inventory(const Inventory& inventory, const std::string& name) {
  std::vector<Ailment> findings;
  const std::set<std::string> alive = runs_alive();
  RunWorld there{inventory};
  const std::string lock = examine_lock(there.world().performer, inventory, findings);
  Leftovers left = search_hosts(there.world().performer, inventory);
  Leftovers tables = search_tables(there.world().performer, inventory);
  std::ranges::move(tables.found, std::back_inserter(left.found));
  std::ranges::move(tables.unseen, std::back_inserter(left.unseen));
  for (const Leftover& each : left.found) {
    const std::string what = fmt::format("{} on {}", each.change.id, each.host);
    if (alive.contains(each.run_id)) {
      findings.push_back({what, note, fmt::format("run {} is under way", each.run_id)});
    } else {
      findings.push_back({what, left_over, what_to_do(each, lock, name)});
    }
  }
  for (const std::string& why : left.unseen) findings.push_back({"inventory", left_over, why});
  if (left.found.empty() && left.unseen.empty()) {
    findings.push_back({"inventory", fine, "nothing of any run is where it says"});
  }
  return findings;
}

}  // namespace gameday
