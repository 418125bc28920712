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

/// Beside the group we are in, not below it: a group with members may have no working children.
std::optional<OwnCgroup> OwnCgroup::enter(std::string_view name) {
  auto before = current_cgroup();
  const auto mount = cgroup_mount();
  if (!before || !mount) return std::nullopt;
  const bool at_root = before->lexically_normal() == (*mount / "").lexically_normal();
  const fs::path parent = at_root ? *mount : before->parent_path();
  fs::path folder = parent / fmt::format("gameday-keeper-{}", name);
  if (::mkdir(folder.c_str(), 0755) != 0) return std::nullopt;
  if (!move_to(folder)) {
    ::rmdir(folder.c_str());
    return std::nullopt;
  }
  return OwnCgroup{std::move(*before), std::move(folder)};
}

}  // namespace gameday
