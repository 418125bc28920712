// SPDX-License-Identifier: Apache-2.0
#include "cli/doctor.hpp"

#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/guards.hpp"
#include "cli/try_apart.hpp"
#include "lab/lab.hpp"
#include "world/fd.hpp"
#include "world/process.hpp"
#include "world/spawn.hpp"

namespace gameday {
namespace {

using enum Ailment::Weight;

constexpr std::chrono::milliseconds k_try_deadline{5000};

struct Tool {
  std::string_view program;
  std::string_view package;
};
constexpr Tool k_tools[] = {{"nft", "nftables"},
                            {"iptables", "iptables"},
                            {"iptables-restore", "iptables"},
                            {"ip6tables", "iptables"},
                            {"ip", "iproute2"}};

Ailment find_tool(const Tool& tool) {
  const auto path = resolve_program(tool.program);
  if (path) return {std::string{tool.program}, fine, *path};
  return {std::string{tool.program}, unfit,
          fmt::format("is not installed; `apt install {}`", tool.package)};
}

Ailment examine_pidfd() {
  const UniqueFd self{static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0))};
  if (self.valid()) return {"pidfd", fine, "works"};
  return {"pidfd", unfit, "this kernel has none (Linux 5.3 or later is needed)"};
}

Ailment examine_lab() {
  const lab::Preflight lab = lab::preflight();
  std::string reasons = fmt::format("{}", fmt::join(lab.reasons, "; "));
  if (!lab.possible) return {"lab", unfit, std::move(reasons)};
  return {"lab", fine, lab.rootless ? "can be raised without root" : "can be raised by root"};
}

std::string_view word_of(Ailment::Weight weight) {
  switch (weight) {
    case fine: return "fine";
    case note: return "note";
    case unfit: return "unfit";
    case left_over: return "left over";
  }
  return "unfit";
}

}  // namespace

Ailment try_apart(const std::string& name, Ailment::Weight otherwise, const std::string& lacking,
                  std::vector<std::string> argv) {
  std::vector<std::string> apart{"unshare", "--net"};
  if (::geteuid() != 0) apart.insert(apart.end(), {"--user", "--map-root-user"});
  apart.insert(apart.end(), std::make_move_iterator(argv.begin()),
               std::make_move_iterator(argv.end()));
  RunOptions options;
  options.spawn.environment.emplace_back("XTABLES_LOCKFILE", "/dev/null");
  const auto tried = run_process(apart, "", k_try_deadline, options);
  if (tried && tried->status == 0) return {name, fine, "works"};
  std::string why = tried ? tried->err : tried.error().text();
  why.resize(std::min(why.find('\n'), why.size()));
  return {name, otherwise, fmt::format("{}: {}", lacking, why)};
}

std::vector<Ailment> examine_machine() {
  std::vector<Ailment> findings;
  findings.push_back(
      {"user", fine, ::geteuid() == 0 ? "root" : fmt::format("ordinary user {}", ::geteuid())});
  for (const Tool& tool : k_tools) findings.push_back(find_tool(tool));
  findings.push_back(examine_pidfd());
  findings.push_back(examine_lab());
  findings.push_back(try_apart(
      "nftables sets that expire", unfit, "the mechanism nftables has no deadline here",
      {"nft",
       "add table inet t; add set inet t s { type ipv4_addr; flags interval, timeout; timeout "
       "1s; }; add element inet t s { 10.0.0.0/8 }"}));
  findings.push_back(
      try_apart("iptables rules that expire", note,
                "the mechanism iptables has no deadline here (dead-man: keeper only)",
                {"iptables", "-A", "FORWARD", "-m", "time", "--datestop", "2037-01-01T00:00:00",
                 "-j", "DROP"}));
  return findings;
}

std::vector<Ailment> examine_config() {
  const LoadedGuards guards = load_operator_guards();
  std::vector<Ailment> findings;
  for (const Diagnostic& problem : guards.problems) {
    findings.push_back({"configuration", unfit,
                        fmt::format("{}:{}: {}", problem.file, problem.line, problem.message)});
  }
  if (!findings.empty()) return findings;
  for (const SourceFile& source : guards.sources) {
    findings.push_back({"configuration", fine, source.path});
  }
  if (findings.empty()) findings.push_back({"configuration", fine, "none: labs alone are allowed"});
  return findings;
}

ExitStatus exit_status_of(const std::vector<Ailment>& findings) {
  const auto worst = std::ranges::max_element(findings, {}, &Ailment::weight);
  if (worst == findings.end() || worst->weight <= note) return ExitStatus::met;
  return worst->weight == left_over ? ExitStatus::in_force : ExitStatus::refused;
}

std::string describe(const std::vector<Ailment>& findings) {
  std::string text;
  for (const Ailment& finding : findings) {
    text += fmt::format("{:<10} {}: {}\n", word_of(finding.weight), finding.name, finding.detail);
  }
  return text;
}

Json to_json(const std::vector<Ailment>& findings) {
  Json rows = Json::array();
  for (const Ailment& finding : findings) {
    rows.push_back({{"name", finding.name},
                    {"ok", finding.weight <= note},
                    {"weight", word_of(finding.weight)},
                    {"detail", finding.detail}});
  }
  return rows;
}

}  // namespace gameday
