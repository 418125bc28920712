// SPDX-License-Identifier: Apache-2.0
// Tries in a throw-away namespace what a lab needs, and says in words what this machine lacks.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>

#include <fmt/format.h>

#include "lab/lab.hpp"
#include "lab/launch.hpp"
#include "lab/namespaces.hpp"
#include "lab/site.hpp"
#include "world/fd.hpp"

namespace gameday::lab {
namespace {

constexpr std::chrono::milliseconds k_tool_deadline{5'000};

struct Tool {
  std::string_view path;
  std::string_view package;
};

constexpr std::array<Tool, 6> k_tools{{
    {"/usr/sbin/ip", "iproute2"},
    {"/usr/sbin/haproxy", "haproxy"},
    {"/usr/sbin/dnsmasq", "dnsmasq-base"},
    {"/usr/lib/postgresql/15/bin/postgres", "postgresql-15"},
    {"/usr/lib/postgresql/15/bin/initdb", "postgresql-15"},
    {"/usr/bin/cp", "coreutils"},
}};

struct Knob {
  std::string_view file;
  std::string_view forbids;  ///< the value that forbids a user his namespaces
};

constexpr std::array<Knob, 3> k_knobs{{
    {"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"},
    {"/proc/sys/kernel/unprivileged_userns_clone", "0"},
    {"/proc/sys/user/max_user_namespaces", "0"},
}};

// In the grandchild, first process of its own PID namespace, as a lab's supervisor would be.
Result<void> try_inside() {
  if (auto done = mount_own_folders(); !done) return done;
  if (auto done = keep_capabilities(); !done) return done;
  return run(
      Launch{.argv = {"/usr/sbin/ip", "link", "add", "gd0", "type", "veth", "peer", "name", "gd1"},
             .log = "/run/log"},
      k_tool_deadline);
}

/// Does it in a child and gives what it said; empty = nothing. Threads of the caller stay behind.
std::string in_child(const std::function<std::string()>& work) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return "could not make a pipe";
  const UniqueFd in{ends[0]};
  UniqueFd out{ends[1]};
  const pid_t pid = fork();
  if (pid < 0) return "could not start a child";
  if (pid == 0) {
    const std::string text = work();
    _exit(write(out.get(), text.data(), text.size()) < 0 ? EXIT_FAILURE : EXIT_SUCCESS);
  }
  out = UniqueFd{};
  std::array<char, 2048> text{};
  const ssize_t size = read(in.get(), text.data(), text.size());
  waitpid(pid, nullptr, 0);
  return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0))};
}

/// What stands in the way of a lab's namespaces; empty = nothing.
std::string find_obstacle(bool rootless) {
  return in_child([rootless] {
    if (auto left = leave_namespaces(rootless); !left) return left.error().text();
    return in_child([] {
      const auto done = try_inside();
      return done ? std::string{} : done.error().text();
    });
  });
}

void explain_refusal(std::vector<std::string>& reasons) {
  for (const Knob& knob : k_knobs) {
    std::ifstream stream{std::string{knob.file}};
    std::string value;
    if (std::getline(stream, value) && value == knob.forbids) {
      reasons.push_back(
          fmt::format("{} is {}: ordinary users get no namespaces", knob.file, value));
    }
  }
  reasons.emplace_back("start it as root: a root lab needs no user namespace");
}

bool find_programs(std::vector<std::string>& reasons) {
  bool all = true;
  for (const Tool& tool : k_tools) {
    if (access(std::string{tool.path}.c_str(), X_OK) == 0) continue;
    reasons.push_back(fmt::format("{} is missing: install {}", tool.path, tool.package));
    all = false;
  }
  return all;
}

}  // namespace

Preflight preflight() {
  Preflight found{.possible = false, .rootless = getuid() != 0, .reasons = {}};
  if (auto site = make_site(Options{}); !site) {
    found.reasons.push_back(site.error().text());
    return found;
  }
  const bool programs = find_programs(found.reasons);
  const std::string obstacle = find_obstacle(found.rootless);
  found.possible = programs && obstacle.empty();
  if (!obstacle.empty()) {
    found.reasons.push_back(obstacle);
    if (found.rootless) explain_refusal(found.reasons);
  } else {
    found.reasons.emplace_back(found.rootless ? "a lab in namespaces of your own, without root"
                                              : "a lab of root; its servers run as postgres");
  }
  return found;
}

}  // namespace gameday::lab
