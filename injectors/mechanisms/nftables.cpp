// SPDX-License-Identifier: Apache-2.0
// Cuts networks and interfaces with one nftables table of our own in the forward path of a host
// that routes. Packets are dropped before conntrack could wave them through, so established
// connections are cut like new ones. What heals it: revert deletes the table; with nobody alive the
// timeouts of the set elements, kept by the kernel.
#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "injectors/cut.hpp"
#include "injectors/mechanisms.hpp"
#include "injectors/trial.hpp"

namespace gameday {
namespace {

// An ordinary user is denied the larger netlink buffer: 2,500 elements pass, 5,000 do not.
constexpr std::size_t k_chunk = 2000;
constexpr std::chrono::milliseconds k_deadline{10'000};

/// A set, and what matches a packet whose one end is in it.
struct Set {
  std::string_view name;
  std::string_view type;
  std::string_view towards;
  std::string_view from;
  const std::vector<std::string> CutTargets::* elements;
};

constexpr std::string_view k_type_v4 = "ipv4_addr; flags interval, timeout";
constexpr std::string_view k_type_v6 = "ipv6_addr; flags interval, timeout";
constexpr std::string_view k_type_ifaces = "ifname; flags timeout";

constexpr Set k_sets[] = {
    {"v4", k_type_v4, "ip daddr @v4", "ip saddr @v4", &CutTargets::v4},
    {"v6", k_type_v6, "ip6 daddr @v6", "ip6 saddr @v6", &CutTargets::v6},
    {"ifaces", k_type_ifaces, "oifname @ifaces", "iifname @ifaces", &CutTargets::interfaces},
};
/// The other side of each, in the same order.
constexpr Set k_peers[] = {
    {"peers_v4", k_type_v4, "ip daddr @peers_v4", "ip saddr @peers_v4", &CutTargets::peers_v4},
    {"peers_v6", k_type_v6, "ip6 daddr @peers_v6", "ip6 saddr @peers_v6", &CutTargets::peers_v6},
    {"peer_ifaces", k_type_ifaces, "oifname @peer_ifaces", "iifname @peer_ifaces",
     &CutTargets::peer_interfaces},
};

/// A set's elements as nft takes them.
struct Filling {
  std::string_view name;
  std::string_view type;
  std::vector<std::string> elements;
};

Filling filling_of(const Set& set, const CutTargets& targets) {
  Filling filling{set.name, set.type, targets.*set.elements};
  if (set.type == k_type_ifaces) {
    for (std::string& name : filling.elements) name = fmt::format("\"{}\"", name);
  }
  return filling;
}

/// Everything that is to be known before the first rule; sets without elements are left out.
std::vector<Filling> fillings_of(const CutTargets& targets) {
  std::vector<Filling> fillings;
  for (const Set& set : k_sets) fillings.push_back(filling_of(set, targets));
  for (const Set& set : k_peers) fillings.push_back(filling_of(set, targets));
  Filling ports{"ports", "inet_proto . inet_service; flags timeout", {}};
  for (const PortMatch& match : targets.ports) {
    ports.elements.push_back(fmt::format("{} . {}", match.protocol, match.port));
  }
  fillings.push_back(std::move(ports));
  std::erase_if(fillings, [](const Filling& filling) { return filling.elements.empty(); });
  return fillings;
}

// A transaction is one line: a held `nft -i` takes a line for a transaction, and so does `nft -f`.
using Line = std::vector<std::string>;

std::string joined(const Line& commands) { return fmt::format("{}", fmt::join(commands, "; ")); }

/// The table with empty sets: nothing is cut yet. `create` refuses where one of that name exists.
std::string make_table(const CutSpec& spec, const CutTargets& targets, Duration expires_after) {
  const CutTag tag = tag_of(spec);
  const std::string table = nft_table(tag);
  const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(expires_after).count();
  Line line{fmt::format("create table {} {{ comment \"{}\"; }}", table, to_string(tag))};
  for (const Filling& filling : fillings_of(targets)) {
    line.push_back(fmt::format("add set {} {} {{ type {}; timeout {}ms; }}", table, filling.name,
                               filling.type, timeout));
  }
  for (const Set& set : k_sets) {
    if ((targets.*set.elements).empty()) continue;
    for (const std::string_view way : {"in", "out"}) {
      line.push_back(fmt::format("add counter {} {}_{}", table, way, set.name));
    }
  }
  line.push_back(
      fmt::format("add chain {} cut {{ comment \"{}\"; type filter hook forward priority -10; "
                  "policy accept; }}",
                  table, to_string(tag)));
  return joined(line);
}

void fill_sets(const CutSpec& spec, const CutTargets& targets, std::vector<std::string>& lines) {
  for (const auto& [name, type, elements] : fillings_of(targets)) {
    for (std::size_t at = 0; at < elements.size(); at += k_chunk) {
      const auto first = elements.begin() + static_cast<std::ptrdiff_t>(at);
      const auto last =
          first + static_cast<std::ptrdiff_t>(std::min(k_chunk, elements.size() - at));
      lines.push_back(fmt::format("add element {} {} {{ {} }}", nft_table(tag_of(spec)), name,
                                  fmt::join(first, last, type == k_type_ifaces ? ", " : ",")));
    }
  }
}

/// What happens to a packet that matches: the further condition and the verdict.
std::vector<std::pair<std::string, std::string_view>> verdicts(const CutSpec& spec) {
  const std::string chance = spec.lose == k_lose_all
                                 ? ""
                                 : fmt::format("numgen random mod {} < {} ", k_lose_all, spec.lose);
  if (!spec.reject) return {{chance, "drop"}};
  return {{"meta l4proto tcp " + chance, "reject with tcp reset"},
          {chance, "reject with icmpx admin-prohibited"}};
}

/// What matches the packets of one set on one way: both ends, and the ports where some are chosen,
/// whichever end serves.
std::vector<std::string> matches_of(std::size_t set, bool in, const CutTargets& targets) {
  const bool is_pair =
      !targets.peers_v4.empty() || !targets.peers_v6.empty() || !targets.peer_interfaces.empty();
  if ((targets.*k_sets[set].elements).empty()) return {};
  std::string ends{in ? k_sets[set].towards : k_sets[set].from};
  if (is_pair) {
    if ((targets.*k_peers[set].elements).empty()) return {};
    ends += fmt::format(" {}", in ? k_peers[set].from : k_peers[set].towards);
  }
  if (targets.ports.empty()) return {ends + " "};
  return {ends + " meta l4proto . th dport @ports ", ends + " meta l4proto . th sport @ports "};
}

/// All rules in one transaction, so that everything is cut at one instant.
std::string arm(const CutSpec& spec, const CutTargets& targets) {
  Line line;
  for (std::size_t set = 0; set < std::size(k_sets); ++set) {
    for (const bool in : {true, false}) {
      if (!(in ? spec.cut_in : spec.cut_out)) continue;
      for (const std::string& match : matches_of(set, in, targets)) {
        for (const auto& [condition, verdict] : verdicts(spec)) {
          line.push_back(fmt::format("add rule {} cut {}{}counter name {}_{} {} comment \"{}\"",
                                     nft_table(tag_of(spec)), match, condition, in ? "in" : "out",
                                     k_sets[set].name, verdict, to_string(tag_of(spec))));
        }
      }
    }
  }
  return joined(line);
}

Action nft(const HostRef& host, std::vector<std::string> transactions) {
  return {host, k_deadline, Netfilter{std::move(transactions)}};
}

/// Fine where there is no such table, too.
Action delete_table(const HostRef& host, const CutTag& tag) {
  const std::string table = nft_table(tag);
  return nft(host, {fmt::format("add table {0}; delete table {0}", table)});
}

/// In force: our tag, rules, and elements that have not expired. Without rules or elements (half
/// made, or lifted by the kernel) it is ours but inert.
Verify verify_table(const HostRef& host, const CutTag& tag) {
  const std::string table = nft_table(tag);
  const std::string comment = fmt::format("comment \"{}\"", to_string(tag));
  return {.look = nft(host, {"list table " + table}),
          .in_force = {.contains = {comment, "counter name", " expires "}},
          .gone = {.contains = {"Error: No such file or directory", "list table " + table}},
          .inert = Match{.contains = {comment}}};
}

std::vector<std::string> make_cut(const CutSpec& spec, const CutTargets& targets,
                                  Duration expires_after) {
  std::vector<std::string> lines{make_table(spec, targets, expires_after)};
  fill_sets(spec, targets, lines);
  lines.push_back(arm(spec, targets));
  return lines;
}

/// The table that lasts takes the place of the brief one in one transaction: a kernel before 6.12
/// does not prolong an element that is there.
Trial try_cut(const CutSpec& spec, const CutTargets& targets) {
  std::vector<std::string> lasting{"delete table " + nft_table(tag_of(spec))};
  std::ranges::move(make_cut(spec, targets, spec.expires_after), std::back_inserter(lasting));
  return trial_on(spec.host, {nft(spec.host, make_cut(spec, targets, k_trial))},
                  {nft(spec.host, {joined(lasting)})});
}

Result<std::vector<Change>> cut(const CutSpec& spec) {
  const auto targets = read_targets(spec);
  if (!targets) return tl::unexpected{targets.error()};
  Change change;
  change.id = fmt::format("fault.{}.{}", spec.fault, spec.host.name);
  change.summary = fmt::format("{} by nftables table {} on {}", describe(spec, *targets),
                               nft_table(tag_of(spec)), spec.host.name);
  change.apply = nft(spec.host, make_cut(spec, *targets, spec.expires_after));
  if (spec.try_first) change.trial = try_cut(spec, *targets);
  change.verify = verify_table(spec.host, tag_of(spec));
  change.revert = delete_table(spec.host, tag_of(spec));
  change.expires_after = spec.expires_after;
  change.dead_man = DeadMan::kernel;
  return std::vector{std::move(change)};
}

std::vector<Action> counters(const CutSpec& spec) {
  return {nft(spec.host, {"list counters table " + nft_table(tag_of(spec))})};
}

/// The word behind `key` and a blank, and the text behind that word.
std::string_view take_behind(std::string_view& text, std::string_view key) {
  const std::size_t at = text.find(key);
  text.remove_prefix(at == text.npos ? text.size() : at + key.size());
  return text.substr(0, text.find_first_of(" \n\t"));
}

std::uint64_t number(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::vector<DropCounter> read_counters(std::string_view output) {
  std::vector<DropCounter> counters;
  while (true) {
    const std::string_view name = take_behind(output, "counter ");
    if (name.empty()) return counters;
    const std::uint64_t packets = number(take_behind(output, "packets "));
    counters.push_back({std::string{name}, packets, number(take_behind(output, "bytes "))});
  }
}

std::vector<Action> look_for_ours(const HostRef& host) { return {nft(host, {"list chains inet"})}; }

/// Reads `list chains inet`: a table of ours by its name, whose chain bears the tag of the same
/// run and fault.
std::vector<Change> find_ours(const HostRef& host, std::string_view output) {
  std::vector<Change> found;
  const std::string_view begin = "table inet gameday_";
  for (std::size_t at = output.find(begin); at != output.npos; at = output.find(begin, at + 1)) {
    const std::string_view rest = output.substr(at);
    const std::string_view table = rest.substr(0, rest.find("\n}"));
    const auto tag = find_tag(table);
    if (!tag || !table.starts_with(fmt::format("table {} {{", nft_table(*tag)))) continue;
    Change change;
    change.id = fmt::format("found.{}.nftables.{}.{}", host.name, tag->fault, tag->run_id);
    change.summary =
        fmt::format("nftables table {} on {} ({})", nft_table(*tag), host.name, describe(*tag));
    change.verify = verify_table(host, *tag);
    change.apply = change.verify.look;  // it is there already: nothing more is to be made
    change.revert = delete_table(host, *tag);
    found.push_back(std::move(change));
  }
  return found;
}

}  // namespace

const Mechanism k_mechanism_nftables{
    .name = "nftables",
    .summary = "a table of our own, with sets of networks and interfaces that expire",
    .dead_man = "the kernel lifts it: the timeouts of the set elements",
    .cut = cut,
    .counters = counters,
    .read_counters = read_counters,
    .look_for_ours = look_for_ours,
    .find_ours = find_ours,
};

}  // namespace gameday
