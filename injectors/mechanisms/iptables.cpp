// SPDX-License-Identifier: Apache-2.0
// Cuts networks and interfaces with iptables chains of our own behind one jump in FORWARD, put
// there by one iptables-restore for each IP version, with either back end, and armed by its last
// rule. What heals it: revert takes jump and chains away; with nobody alive the xt_time match ends
// at the deadline: the rules are still listed then, but match nothing.
//
//   FORWARD -> GAMEDAY-<run> (the deadline) -> GAMEDAY-<run>-nets (a rule for each network)
//           -> GAMEDAY-<run>-in, GAMEDAY-<run>-out (count and drop)
#include <algorithm>
#include <fmt/format.h>

#include "injectors/cut.hpp"
#include "injectors/mechanisms.hpp"
#include "injectors/mechanisms/iptables_rules.hpp"

namespace gameday {
namespace {

using namespace iptables;

// The older back end writes the whole table again for each transaction.
constexpr std::chrono::milliseconds k_deadline{30'000};

// Of rules with a comment of 20 bytes an ordinary user can send some 350 in one transaction.
constexpr std::size_t k_chunk = 250;

// Both back ends exit 1 where a chain is missing, and say this of it among other things.
constexpr const char* k_no_chain = "chain";

/// One of the two IP versions, which iptables keeps apart.
struct Family {
  std::string_view name;
  std::string tool;
  std::string_view prohibited;  ///< the ICMP answer for what is not TCP
  const std::vector<std::string> CutTargets::* networks;
};

const Family k_families[] = {
    {"ipv4", "iptables", "icmp-admin-prohibited", &CutTargets::v4},
    {"ipv6", "ip6tables", "icmp6-adm-prohibited", &CutTargets::v6},
};

Action exec(const HostRef& host, std::vector<std::string> argv, Text input = {}) {
  return {host, k_deadline, Exec{{argv.begin(), argv.end()}, std::move(input)}};
}

Action restore(const HostRef& host, const Family& family, Text script) {
  return exec(host, {family.tool + "-restore", "--noflush", "--wait", "5"}, std::move(script));
}

Action list(const HostRef& host, const Family& family, const std::string& chain) {
  return exec(host, {family.tool, "-w", "5", "-n", "-v", "-x", "-L", chain});
}

/// Our chains, those that are jumped to behind those that jump.
std::vector<std::string> chains_of(const CutSpec& spec) {
  const std::string chain = chain_of(spec.run_id);
  std::vector<std::string> chains{chain, chain + "-nets"};
  if (spec.cut_in) chains.push_back(chain + "-in");
  if (spec.cut_out) chains.push_back(chain + "-out");
  return chains;
}

/// The rules that count what was caught on its way in or out, and end it.
std::string end_rules(const CutSpec& spec, const Family& family, std::string_view way) {
  const std::string rule =
      fmt::format("-A {}-{} {}", chain_of(spec.run_id), way, comment_of(tag_of(spec)));
  if (!spec.reject) return rule + " -j DROP\n";
  return fmt::format(
      "{0} -p tcp -j REJECT --reject-with tcp-reset\n{0} -j REJECT --reject-with {1}\n", rule,
      family.prohibited);
}

/// One rule a line for each network or interface and direction. Their comment is the short one:
/// the longer it is, the fewer rules fit into one message to the kernel.
std::vector<std::string> catching_rules(const CutSpec& spec, const CutTargets& targets,
                                        const Family& family) {
  const std::string chain = chain_of(spec.run_id);
  std::vector<std::string> rules;
  const auto add = [&](std::string_view option, const std::string& what, std::string_view way) {
    rules.push_back(
        fmt::format("-A {0}-nets {1} {2} -m comment --comment \"gameday run={3}\" -j {0}-{4}\n",
                    chain, option, what, spec.run_id, way));
  };
  for (const std::string& network : targets.*family.networks) {
    if (spec.cut_in) add("-d", network, "in");
    if (spec.cut_out) add("-s", network, "out");
  }
  for (const std::string& name : targets.interfaces) {
    if (spec.cut_in) add("-o", name, "in");
    if (spec.cut_out) add("-i", name, "out");
  }
  return rules;
}

/// Chains, jump and rules, and last the rule that arms them all at one instant. One transaction, or
/// several where there are more rules than an ordinary user may send at once; what an interrupted
/// script leaves is inert then, and reverted like the rest. -N refuses where our chain exists.
Text make_script(const CutSpec& spec, const CutTargets& targets, const Family& family) {
  const std::string chain = chain_of(spec.run_id);
  const std::string comment = comment_of(tag_of(spec));
  std::string script = "*filter\n";
  for (const std::string& each : chains_of(spec)) script += fmt::format("-N {}\n", each);
  script += fmt::format("-A {} {}\n", chain, comment);  // bears the tag, does nothing
  script += fmt::format("-I FORWARD 1 {}\n", jump_rule(tag_of(spec)));
  if (spec.cut_in) script += end_rules(spec, family, "in");
  if (spec.cut_out) script += end_rules(spec, family, "out");
  const auto rules = catching_rules(spec, targets, family);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (i > 0 && i % k_chunk == 0) script += "COMMIT\n*filter\n";
    script += rules[i];
  }
  script += fmt::format("-A {} -m time --datestop ", chain);
  // The second that datestop names still matches (net/netfilter/xt_time.c), hence one less.
  const Duration stop = std::max(Duration{}, spec.expires_after - std::chrono::seconds{1});
  return {std::move(script), Expiry{stop}, fmt::format(" {} -j {}-nets\nCOMMIT\n", comment, chain)};
}

/// An empty jump is not there (any more).
Text remove_script(const std::vector<std::string>& chains, const std::string& jump) {
  std::string script = "*filter\n";
  if (!jump.empty()) script += fmt::format("-D FORWARD {}\n", jump);
  for (const std::string& chain : chains) script += fmt::format("-F {}\n", chain);
  for (const std::string& chain : chains) script += fmt::format("-X {}\n", chain);
  return {script + "COMMIT\n"};
}

/// In force: the chain with our tag, armed, and the jump to it. With the tag alone (half made, or
/// the jump taken away) it is inert.
Verify verify_chain(const HostRef& host, const Family& family, const CutTag& tag) {
  const std::string chain = chain_of(tag.run_id);
  const std::string comment = fmt::format("/* {} */", to_string(tag));
  return {.look = list(host, family, chain),
          .in_force = {.contains = {fmt::format("Chain {} (1 references)", chain), comment,
                                    fmt::format(" {}-nets ", chain)}},
          .gone = {.status = 1, .contains = {k_no_chain}},
          .inert = Match{.contains = {fmt::format("Chain {} (", chain), comment}}};
}

Change cut_family(const CutSpec& spec, const CutTargets& targets, const Family& family) {
  Change change;
  change.id = fmt::format("fault.{}.{}.{}", spec.fault, spec.host.name, family.name);
  change.summary = fmt::format("cut {} networks and {} interfaces by {} chain {} on {}",
                               (targets.*family.networks).size(), targets.interfaces.size(),
                               family.tool, chain_of(spec.run_id), spec.host.name);
  change.apply = restore(spec.host, family, make_script(spec, targets, family));
  change.verify = verify_chain(spec.host, family, tag_of(spec));
  change.revert =
      restore(spec.host, family, remove_script(chains_of(spec), jump_rule(tag_of(spec))));
  change.expires_after = spec.expires_after;
  change.dead_man = DeadMan::kernel;
  return change;
}

bool concerns(const CutTargets& targets, const Family& family) {
  return !(targets.*family.networks).empty() || !targets.interfaces.empty();
}

Result<std::vector<Change>> cut(const CutSpec& spec) {
  const auto targets = read_targets(spec);
  if (!targets) return tl::unexpected{targets.error()};
  std::vector<Change> changes;
  for (const Family& family : k_families) {
    if (concerns(*targets, family)) changes.push_back(cut_family(spec, *targets, family));
  }
  return changes;
}

std::vector<Action> counters(const CutSpec& spec) {
  std::vector<Action> actions;
  const auto targets = read_targets(spec);
  if (!targets) return actions;
  for (const Family& family : k_families) {
    if (!concerns(*targets, family)) continue;
    if (spec.cut_in) actions.push_back(list(spec.host, family, chain_of(spec.run_id) + "-in"));
    if (spec.cut_out) actions.push_back(list(spec.host, family, chain_of(spec.run_id) + "-out"));
  }
  return actions;
}

std::vector<Action> look_for_ours(const HostRef& host) {
  std::vector<Action> actions;
  for (const Family& family : k_families) {
    actions.push_back(exec(host, {family.tool + "-save", "-t", "filter"}));
  }
  return actions;
}

/// Reads iptables-save or ip6tables-save of the filter table; its first line says which.
std::vector<Change> find_ours(const HostRef& host, std::string_view output) {
  const bool v6 = output.substr(0, output.find('\n')).find("ip6tables") != output.npos;
  const Family& family = k_families[v6 ? 1 : 0];
  std::vector<Change> found;
  for (const SavedRun& run : read_saved(output)) {
    Change change;
    change.id = fmt::format("found.{}.{}.{}", host.name, family.tool, run.tag.run_id);
    change.summary = fmt::format("{} chain {} on {} ({})", family.tool, chain_of(run.tag.run_id),
                                 host.name, describe(run.tag));
    change.verify = verify_chain(host, family, run.tag);
    change.apply = change.verify.look;  // it is there already: nothing more is to be made
    const std::string jump = run.jumped_to ? jump_rule(run.tag) : "";
    change.revert = restore(host, family, remove_script(run.chains, jump));
    found.push_back(std::move(change));
  }
  return found;
}

}  // namespace

const Mechanism k_mechanism_iptables{
    .name = "iptables",
    .summary = "chains of our own behind one jump in FORWARD",
    .dead_man = "the kernel lifts it: the rules match until a wall-clock time (xt_time)",
    .cut = cut,
    .counters = counters,
    .read_counters = read_chain_counter,
    .look_for_ours = look_for_ours,
    .find_ours = find_ours,
};

}  // namespace gameday
