// SPDX-License-Identifier: Apache-2.0
// Cuts networks and interfaces with iptables chains of our own behind one jump in FORWARD, put
// there by one iptables-restore for each IP version, with either back end, and armed by its last
// rule. What heals it: revert takes jump and chains away; with nobody alive the match of that rule
// ends at the deadline, by xt_time or by an ipset: the rules are still listed, but match nothing.
//
//   FORWARD -> GAMEDAY-<run>-<fault> (the deadline) -> ...-nets (a rule for each network or pair)
//           -> ...-in, ...-out (ports; count and drop)
#include <algorithm>
#include <fmt/format.h>

#include "injectors/cut.hpp"
#include "injectors/mechanisms.hpp"
#include "injectors/mechanisms/iptables_gate.hpp"
#include "injectors/mechanisms/iptables_rules.hpp"

namespace gameday {
namespace {

using namespace iptables;

// The older back end writes the whole table again for each transaction.
constexpr std::chrono::milliseconds k_deadline{30'000};

// Of rules with a comment of 20 bytes an ordinary user can send some 350 in one transaction.
constexpr std::size_t k_chunk = 250;
constexpr std::size_t k_most_pairs = 10'000;

// Both back ends exit 1 where a chain is missing, and say this of it among other things.
constexpr const char* k_no_chain = "chain";

/// One of the two IP versions, which iptables keeps apart.
struct Family {
  std::string_view name;
  std::string tool;
  std::string_view prohibited;  ///< the ICMP answer for what is not TCP
  const std::vector<std::string> CutTargets::* networks;
  const std::vector<std::string> CutTargets::* peers;
};

const Family k_families[] = {
    {"ipv4", "iptables", "icmp-admin-prohibited", &CutTargets::v4, &CutTargets::peers_v4},
    {"ipv6", "ip6tables", "icmp6-adm-prohibited", &CutTargets::v6, &CutTargets::peers_v6},
};

bool is_v6(const Family& family) { return family.networks == &CutTargets::v6; }

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
  const std::string chain = chain_of(tag_of(spec));
  std::vector<std::string> chains{chain, chain + "-nets"};
  if (spec.cut_in) chains.push_back(chain + "-in");
  if (spec.cut_out) chains.push_back(chain + "-out");
  return chains;
}

/// The ports at either end, each with a blank behind it; one that is empty for all of them.
std::vector<std::pair<std::string, bool>> port_matches(const CutTargets& targets) {
  if (targets.ports.empty()) return {{"", false}};
  std::vector<std::pair<std::string, bool>> matches;
  for (const auto& [protocol, port] : targets.ports) {
    for (const char* end : {"dport", "sport"}) {
      matches.emplace_back(fmt::format("-p {} --{} {} ", protocol, end, port), protocol == "tcp");
    }
  }
  return matches;
}

/// The rules that count what was caught on its way in or out, and end it.
std::string end_rules(const CutSpec& spec, const CutTargets& targets, const Family& family,
                      std::string_view way) {
  const CutTag tag = tag_of(spec);
  std::string rules;
  const auto add = [&](std::string_view match, std::string_view verdict) {
    rules +=
        fmt::format("-A {}-{} {} {}-j {}\n", chain_of(tag), way, comment_of(tag), match, verdict);
  };
  for (const auto& [match, is_tcp] : port_matches(targets)) {
    if (!spec.reject) {
      add(match, "DROP");
      continue;
    }
    if (is_tcp || match.empty()) {
      add(match.empty() ? "-p tcp " : match, "REJECT --reject-with tcp-reset");
    }
    if (!is_tcp) add(match, fmt::format("REJECT --reject-with {}", family.prohibited));
  }
  return rules;
}

/// One end of a packet as iptables matches it: "-d 10.77.1.0/24", "-o to-a".
std::vector<std::string> ends_of(const std::vector<std::string>& networks,
                                 const std::vector<std::string>& interfaces, bool towards) {
  std::vector<std::string> ends;
  for (const std::string& each : networks) ends.push_back((towards ? "-d " : "-s ") + each);
  for (const std::string& each : interfaces) ends.push_back((towards ? "-o " : "-i ") + each);
  return ends;
}

/// Each end alone, or each pair of networks and each pair of interfaces.
std::vector<std::string> matches_of(const CutTargets& targets, const Family& family, bool in) {
  const auto& networks = targets.*family.networks;
  if (targets.peers_v4.empty() && targets.peers_v6.empty() && targets.peer_interfaces.empty()) {
    return ends_of(networks, targets.interfaces, in);
  }
  std::vector<std::string> pairs;
  const auto pair_up = [&](const std::vector<std::string>& ours,
                           const std::vector<std::string>& theirs) {
    for (const std::string& our : ours) {
      for (const std::string& their : theirs) pairs.push_back(fmt::format("{} {}", our, their));
    }
  };
  pair_up(ends_of(networks, {}, in), ends_of(targets.*family.peers, {}, !in));
  pair_up(ends_of({}, targets.interfaces, in), ends_of({}, targets.peer_interfaces, !in));
  return pairs;
}

/// One rule a line for each match and direction. Their comment is the short one: the longer it is,
/// the fewer rules fit into one message to the kernel.
std::vector<std::string> catching_rules(const CutSpec& spec, const CutTargets& targets,
                                        const Family& family) {
  const std::string chain = chain_of(tag_of(spec));
  const auto in = spec.cut_in ? matches_of(targets, family, true) : std::vector<std::string>{};
  const auto out = spec.cut_out ? matches_of(targets, family, false) : std::vector<std::string>{};
  std::vector<std::string> rules;
  const auto add = [&](const std::string& match, std::string_view way) {
    rules.push_back(
        fmt::format("-A {0}-nets {1} -m comment --comment \"gameday run={2}\" -j {0}-{3}\n", chain,
                    match, spec.run_id, way));
  };
  for (std::size_t i = 0; i < std::max(in.size(), out.size()); ++i) {
    if (i < in.size()) add(in[i], "in");
    if (i < out.size()) add(out[i], "out");
  }
  return rules;
}

/// Chains, jump and rules, and last the rule that arms them all at one instant. One transaction, or
/// several where there are more rules than an ordinary user may send at once; what an interrupted
/// script leaves is inert then, and reverted like the rest. -N refuses where our chain exists.
Text make_script(const CutSpec& spec, const CutTargets& targets, const Family& family) {
  const std::string chain = chain_of(tag_of(spec));
  const std::string comment = comment_of(tag_of(spec));
  std::string script = "*filter\n";
  for (const std::string& each : chains_of(spec)) script += fmt::format("-N {}\n", each);
  script += fmt::format("-A {} {}\n", chain, comment);  // bears the tag, does nothing
  script += fmt::format("-I FORWARD 1 {}\n", jump_rule(tag_of(spec)));
  if (spec.cut_in) script += end_rules(spec, targets, family, "in");
  if (spec.cut_out) script += end_rules(spec, targets, family, "out");
  const auto rules = catching_rules(spec, targets, family);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (i > 0 && i % k_chunk == 0) script += "COMMIT\n*filter\n";
    script += rules[i];
  }
  script += fmt::format("-A {} ", chain);
  Text text{std::move(script)};
  for (Arg& piece : gate_match(spec, is_v6(family))) text.push_back(std::move(piece));
  text.emplace_back(fmt::format("{} -j {}-nets\nCOMMIT\n", comment, chain));
  return text;
}

/// An empty jump is not there (any more).
Text remove_script(const std::vector<std::string>& chains, const std::string& jump) {
  std::string script = "*filter\n";
  if (!jump.empty()) script += fmt::format("-D FORWARD {}\n", jump);
  for (const std::string& chain : chains) script += fmt::format("-F {}\n", chain);
  for (const std::string& chain : chains) script += fmt::format("-X {}\n", chain);
  return {script + "COMMIT\n"};
}

/// In force: the chain with our tag, armed, the jump to it, and time left. With the tag alone (half
/// made, the jump taken away, or past its deadline) it is inert.
Verify verify_chain(const HostRef& host, const Family& family, const CutTag& tag) {
  const std::string chain = chain_of(tag);
  const std::string comment = fmt::format("/* {} */", to_string(tag));
  return {.look = list_gated(host, family.tool, chain),
          .in_force = {.contains = {fmt::format("Chain {} (1 references)", chain), comment,
                                    fmt::format(" {}-nets ", chain)},
                       .without = {k_time_is_over}},
          .gone = {.status = 1, .contains = {k_no_chain}},
          .inert = Match{.contains = {fmt::format("Chain {} (", chain), comment}}};
}

Change cut_family(const CutSpec& spec, const CutTargets& targets, const Family& family) {
  const CutTag tag = tag_of(spec);
  Change change;
  change.id = fmt::format("fault.{}.{}.{}", spec.fault, spec.host.name, family.name);
  change.summary = fmt::format("{} by {} chain {} on {}", describe(spec, targets), family.tool,
                               chain_of(tag), spec.host.name);
  change.apply = restore(spec.host, family, make_script(spec, targets, family));
  change.verify = verify_chain(spec.host, family, tag);
  change.revert = restore(spec.host, family, remove_script(chains_of(spec), jump_rule(tag)));
  if (spec.iptables_timer == IptablesTimer::keeper) return change;
  change.expires_after = spec.expires_after;
  change.dead_man = DeadMan::kernel;
  return change;
}

bool concerns(const CutSpec& spec, const CutTargets& targets, const Family& family) {
  const bool in = spec.cut_in && !matches_of(targets, family, true).empty();
  return in || (spec.cut_out && !matches_of(targets, family, false).empty());
}

Result<std::vector<Change>> cut(const CutSpec& spec) {
  const auto refused = [&](std::string why, std::string next) {
    return fail(ErrorKind::bad_input, "plan the cut " + spec.fault, spec.host.name, std::move(why),
                std::move(next));
  };
  const auto targets = read_targets(spec);
  if (!targets) return tl::unexpected{targets.error()};
  if (spec.lose != k_lose_all) return refused("iptables loses all packets or none", "use nftables");
  const std::size_t pairs = std::max(targets->v4.size() * targets->peers_v4.size(),
                                     targets->v6.size() * targets->peers_v6.size());
  if (pairs > k_most_pairs) {
    return refused(fmt::format("iptables would need {} rules", pairs), "use nftables");
  }
  std::vector<Change> changes;
  for (const Family& family : k_families) {
    if (!concerns(spec, *targets, family)) continue;
    if (spec.iptables_timer == IptablesTimer::ipset) {
      changes.push_back(gate_set(spec, is_v6(family)));
    }
    changes.push_back(cut_family(spec, *targets, family));
  }
  return changes;
}

std::vector<Action> counters(const CutSpec& spec) {
  std::vector<Action> actions;
  const auto targets = read_targets(spec);
  if (!targets) return actions;
  for (const Family& family : k_families) {
    if (!concerns(spec, *targets, family)) continue;
    if (spec.cut_in) actions.push_back(list(spec.host, family, chain_of(tag_of(spec)) + "-in"));
    if (spec.cut_out) actions.push_back(list(spec.host, family, chain_of(tag_of(spec)) + "-out"));
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
  for (const SavedCut& cut : read_saved(output)) {
    Change change;
    change.id =
        fmt::format("found.{}.{}.{}.{}", host.name, family.tool, cut.tag.fault, cut.tag.run_id);
    change.summary = fmt::format("{} chain {} on {} ({})", family.tool, chain_of(cut.tag),
                                 host.name, describe(cut.tag));
    change.verify = verify_chain(host, family, cut.tag);
    change.apply = change.verify.look;  // it is there already: nothing more is to be made
    const std::string jump = cut.jumped_to ? jump_rule(cut.tag) : "";
    change.revert = restore(host, family, remove_script(cut.chains, jump));
    found.push_back(std::move(change));
  }
  return found;
}

}  // namespace

const Mechanism k_mechanism_iptables{
    .name = "iptables",
    .summary = "chains of our own behind one jump in FORWARD",
    .dead_man =
        "the kernel lifts it: the rules match until a wall-clock time (xt_time), or while an "
        "ipset has elements",
    .cut = cut,
    .counters = counters,
    .read_counters = read_chain_counter,
    .look_for_ours = look_for_ours,
    .find_ours = find_ours,
};

}  // namespace gameday
