// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper_process.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>
#include <string>
#include <utility>

namespace gameday {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view k_group_prefix = "gameday-keeper-";

/// Where the unified hierarchy is mounted (proc(5): mounts; field 3 is the type).
std::optional<fs::path> cgroup_mount() {
  std::ifstream mounts{"/proc/self/mounts"};
  for (std::string line; std::getline(mounts, line);) {
    std::istringstream fields{line};
    std::string device;
    std::string where;
    std::string type;
    fields >> device >> where >> type;
    if (type == "cgroup2") return where;
  }
  return std::nullopt;
}

/// This process's place in it: the line "0::/path" of /proc/self/cgroup (cgroups(7)).
std::optional<fs::path> current_cgroup() {
  const auto mount = cgroup_mount();
  if (!mount) return std::nullopt;
  std::ifstream groups{"/proc/self/cgroup"};
  for (std::string line; std::getline(groups, line);) {
    if (line.starts_with("0::/")) return *mount / line.substr(4);
  }
  return std::nullopt;
}

/// Where groups of keepers lie: beside the group we are in, not below it, for a group with members
/// may have no working children.
std::optional<fs::path> keepers_parent() {
  const auto mount = cgroup_mount();
  const auto own = current_cgroup();
  if (!mount || !own) return std::nullopt;
  const bool at_root = own->lexically_normal() == (*mount / "").lexically_normal();
  return at_root ? *mount : own->parent_path();
}

bool move_to(const fs::path& group) {
  std::ofstream members{group / "cgroup.procs"};
  members << ::getpid() << std::flush;
  return members.good();
}

}  // namespace

void harden_process() {
  for (const int number : {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTSTP, SIGTTIN, SIGTTOU}) {
    ::signal(number, SIG_IGN);
  }
  std::ofstream{"/proc/self/oom_score_adj"} << "-900" << std::flush;
}

OwnCgroup::OwnCgroup(fs::path before, fs::path folder)
    : m_before(std::move(before)), m_folder(std::move(folder)) {}

OwnCgroup::OwnCgroup(OwnCgroup&& other) noexcept
    : m_before(std::move(other.m_before)), m_folder(std::exchange(other.m_folder, {})) {}

OwnCgroup::~OwnCgroup() {
  if (m_folder.empty()) return;
  move_to(m_before);
  ::rmdir(m_folder.c_str());
}

std::optional<OwnCgroup> OwnCgroup::enter(std::string_view name) {
  remove_empty_cgroups();
  auto before = current_cgroup();
  const auto parent = keepers_parent();
  if (!before || !parent) return std::nullopt;
  fs::path folder = *parent / fmt::format("{}{}", k_group_prefix, name);
  if (::mkdir(folder.c_str(), 0755) != 0) return std::nullopt;
  if (!move_to(folder)) {
    ::rmdir(folder.c_str());
    return std::nullopt;
  }
  return OwnCgroup{std::move(*before), std::move(folder)};
}

/// The kernel refuses to remove a group that has a member.
void remove_empty_cgroups() {
  const auto parent = keepers_parent();
  if (!parent) return;
  std::error_code error;
  for (const auto& item : fs::directory_iterator{*parent, error}) {
    const std::string name = item.path().filename();
    if (name.starts_with(k_group_prefix)) ::rmdir(item.path().c_str());
  }
}

}  // namespace gameday
