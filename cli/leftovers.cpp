// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "cli/doctor.hpp"
#include "cli/run_world.hpp"
#include "injectors/mechanisms.hpp"
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
  for (const Mechanism* mechanism : mechanisms()) {
    for (const Action& look : mechanism->look_for_ours({})) {
      const auto listed = here.world().performer.perform(look);
      if (!listed || !listed->ok) continue;
      for (const Change& found : mechanism->find_ours({}, listed->out)) {
        if (alive.contains(found.id.substr(found.id.rfind('.') + 1))) continue;
        findings.push_back({found.id, left_over, found.summary});
      }
    }
  }
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

}  // namespace gameday
