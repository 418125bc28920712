// SPDX-License-Identifier: Apache-2.0
#include "injectors/mechanisms/iptables_script.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "injectors/mechanisms/iptables_rules.hpp"

namespace gameday::iptables {
namespace {

// Of rules with a comment of 20 bytes an ordinary user can send some 350 in one transaction.
constexpr std::size_t k_chunk = 250;

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

/// The rule that arms a cut, without the chain that it stands in.
Text arming_rule(const CutSpec& spec, const Text& gate) {
  const CutTag tag = tag_of(spec);
  Text text = gate;
  text.emplace_back(fmt::format("{} -j {}-nets\nCOMMIT\n", comment_of(tag), chain_of(tag)));
  return text;
}

}  // namespace

const std::vector<Family>& families() {
  static const std::vector<Family> both{
      {"ipv4", "iptables", "icmp-admin-prohibited", &CutTargets::v4, &CutTargets::peers_v4},
      {"ipv6", "ip6tables", "icmp6-adm-prohibited", &CutTargets::v6, &CutTargets::peers_v6},
  };
  return both;
}

bool is_v6(const Family& family) { return family.networks == &CutTargets::v6; }

bool concerns(const CutSpec& spec, const CutTargets& targets, const Family& family) {
  const bool in = spec.cut_in && !matches_of(targets, family, true).empty();
  return in || (spec.cut_out && !matches_of(targets, family, false).empty());
}

std::vector<std::string> chains_of(const CutSpec& spec) {
  const std::string chain = chain_of(tag_of(spec));
  std::vector<std::string> chains{chain, chain + "-nets"};
  if (spec.cut_in) chains.push_back(chain + "-in");
  if (spec.cut_out) chains.push_back(chain + "-out");
  return chains;
}

Text make_script(const CutSpec& spec, const CutTargets& targets, const Family& family,
                 const Text& gate) {
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
  Text text{fmt::format("{}-A {} ", script, chain)};
  std::ranges::move(arming_rule(spec, gate), std::back_inserter(text));
  return text;
}

Text regate_script(const CutSpec& spec, const Text& gate) {
  // The arming rule is the second of its chain, behind the one that bears the tag.
  Text text{fmt::format("*filter\n-R {} 2 ", chain_of(tag_of(spec)))};
  std::ranges::move(arming_rule(spec, gate), std::back_inserter(text));
  return text;
}

}  // namespace gameday::iptables
