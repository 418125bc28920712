// SPDX-License-Identifier: Apache-2.0
// What some kinds of fault need of this machine: where it is lacking, others can be used all the
// same.
#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/statfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <fstream>

#include "cli/doctor.hpp"
#include "cli/try_apart.hpp"
#include "world/spawn.hpp"

namespace gameday {
namespace {

using enum Ailment::Weight;

struct Wanted {
  std::string_view program;
  std::string_view package;
  std::string_view needed_for;
};
constexpr Wanted k_wanted[] = {
    {"tc", "iproute2", "delay and loss on links"},
    {"ipset", "ipset", "iptables with a deadline where xt_time is lacking"},
    {"start-stop-daemon", "dpkg", "timers and agents that outlive gameday"},
    {"perl", "perl-base", "timers that lift a fault when gameday is gone"},
    {"stress-ng", "stress-ng", "load on processors and memory"},
    {"ssh", "openssh-client", "hosts that are reached by ssh"},
    {"kubectl", "kubernetes-client", "pods and network policies of Kubernetes"},
};

Ailment find_wanted(const Wanted& wanted) {
  const std::string name{wanted.program};
  if (const auto path = resolve_program(wanted.program)) return {name, fine, *path};
  return {name, note,
          fmt::format("is not installed (`apt install {}`); needed for {}", wanted.package,
                      wanted.needed_for)};
}

/// Of a machine that is on version 1, version 2 lies beside it (the names are systemd's).
Ailment examine_cgroup() {
  constexpr const char* k_instead = "processes are paused one by one instead";
  for (const char* root : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
    struct statfs about{};
    if (::statfs(root, &about) != 0 || about.f_type != CGROUP2_SUPER_MAGIC) continue;
    if (::access(root, W_OK) == 0) return {"cgroup v2", fine, fmt::format("{} is writable", root)};
    return {"cgroup v2", note, fmt::format("{} is not writable here; {}", root, k_instead)};
  }
  return {"cgroup v2", note, fmt::format("is not mounted; {}", k_instead)};
}

/// adjtimex(2) without a mode only reads.
Ailment examine_clock() {
  timex state{};
  const int told = ::adjtimex(&state);
  if (told == -1) return {"clock", note, "cannot be asked whether it is synchronised"};
  if (told == TIME_ERROR || (state.status & STA_UNSYNC) != 0) {
    return {"clock", note,
            "is not synchronised (NTP): times in locks and records, and deadlines by iptables, may "
            "be off"};
  }
  return {"clock", fine, fmt::format("is synchronised, to {} ms at worst", state.maxerror / 1000)};
}

/// The effective capabilities of this process (capabilities(7)), as /proc/self/status tells them.
Ailment examine_rights() {
  constexpr std::string_view k_key = "CapEff:\t";
  constexpr unsigned k_net_admin = 12;
  constexpr unsigned k_sys_admin = 21;
  std::ifstream file("/proc/self/status");
  std::uint64_t held = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(k_key)) held = std::stoull(line.substr(k_key.size()), nullptr, 16);
  }
  const bool net = (held >> k_net_admin & 1U) != 0;
  const bool sys = (held >> k_sys_admin & 1U) != 0;
  if (net && sys) return {"rights", fine, "may filter packets and enter namespaces"};
  return {"rights", note,
          "may filter packets in labs only; on this machine and its containers root may"};
}

}  // namespace

std::vector<Ailment> examine_features() {
  std::vector<Ailment> findings;
  for (const Wanted& wanted : k_wanted) findings.push_back(find_wanted(wanted));
  findings.push_back(
      try_apart("netem", note, "delay is made by a queue in user space instead",
                {"tc", "qdisc", "add", "dev", "lo", "root", "netem", "delay", "1ms"}));
  findings.push_back(try_apart("ipset with timeouts", note,
                               "iptables needs xt_time for its deadline",
                               {"ipset", "create", "t", "hash:net", "timeout", "5"}));
  findings.push_back(try_apart(
      "NFQUEUE", note, "there is no delay without netem",
      {"iptables", "-A", "OUTPUT", "-j", "NFQUEUE", "--queue-num", "7", "--queue-bypass"}));
  findings.push_back(examine_cgroup());
  findings.push_back(examine_rights());
  findings.push_back(examine_clock());
  return findings;
}

}  // namespace gameday
