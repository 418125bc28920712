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
#include "injectors/mechanisms/iptables_script.hpp"
#include "injectors/trial.hpp"

namespace gameday {
namespace {

using namespace iptables;

// The older back end writes the whole table again for each transaction.
constexpr std::chrono::milliseconds k_deadline{30'000};

constexpr std::size_t k_most_pairs = 10'000;

// Both back ends exit 1 where a chain is missing, and say this of it among other things.
constexpr const char* k_no_chain = "chain";

Action exec(const HostRef& host, std::vector<std::string> argv, Text input = {}) {
  return {host, k_deadline, Exec{{argv.begin(), argv.end()}, std::move(input)}};
}

Action restore(const HostRef& host, const Family& family, Text script) {
  return exec(host, {family.tool + "-restore", "--noflush", "--wait", "5"}, std::move(script));
}

Action list(const HostRef& host, const Family& family, const std::string& chain) {
  return exec(host, {family.tool, "-w", "5", "-n", "-v", "-x", "-L", chain});
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

/// Armed by a rule that ends soon, or by a set whose elements do; the one that lasts comes in its
/// place.
Trial try_cut(const CutSpec& spec, const CutTargets& targets, const Family& family) {
  CutSpec brief = spec;
  brief.expires_after = k_trial;
  if (spec.iptables_timer == IptablesTimer::ipset) {
    const Text gate = gate_match(spec, is_v6(family));
    return trial_on(spec.host,
                    {time_gate_set(brief, is_v6(family)),
                     restore(spec.host, family, make_script(spec, targets, family, gate))},
                    {time_gate_set(spec, is_v6(family))});
  }
  brief.iptables_timer = IptablesTimer::datestop;
  const Text gate = gate_match(brief, is_v6(family));
  return trial_on(
      spec.host, {restore(spec.host, family, make_script(spec, targets, family, gate))},
      {restore(spec.host, family, regate_script(spec, gate_match(spec, is_v6(family))))});
}

Change cut_family(const CutSpec& spec, const CutTargets& targets, const Family& family) {
  const CutTag tag = tag_of(spec);
  Change change;
  change.id = fmt::format("fault.{}.{}.{}", spec.fault, spec.host.name, family.name);
  change.summary = fmt::format("{} by {} chain {} on {}", describe(spec, targets), family.tool,
                               chain_of(tag), spec.host.name);
  change.apply = restore(spec.host, family,
                         make_script(spec, targets, family, gate_match(spec, is_v6(family))));
  if (spec.try_first) change.trial = try_cut(spec, targets, family);
  change.verify = verify_chain(spec.host, family, tag);
  change.revert = restore(spec.host, family, remove_script(chains_of(spec), jump_rule(tag)));
  if (spec.iptables_timer == IptablesTimer::keeper) return change;
  change.expires_after = spec.expires_after;
  change.dead_man = DeadMan::kernel;
  return change;
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
  for (const Family& family : families()) {
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
  for (const Family& family : families()) {
    if (!concerns(spec, *targets, family)) continue;
    if (spec.cut_in) actions.push_back(list(spec.host, family, chain_of(tag_of(spec)) + "-in"));
    if (spec.cut_out) actions.push_back(list(spec.host, family, chain_of(tag_of(spec)) + "-out"));
  }
  return actions;
}

std::vector<Action> look_for_ours(const HostRef& host) {
  std::vector<Action> actions;
  for (const Family& family : families()) {
    actions.push_back(exec(host, {family.tool + "-save", "-t", "filter"}));
  }
  return actions;
}

/// Reads iptables-save or ip6tables-save of the filter table; its first line says which.
std::vector<Change> find_ours(const HostRef& host, std::string_view output) {
  const bool v6 = output.substr(0, output.find('\n')).find("ip6tables") != output.npos;
  const Family& family = families()[v6 ? 1 : 0];
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
