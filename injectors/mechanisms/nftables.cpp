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

namespace gameday {
namespace {

// An ordinary user is denied the larger netlink buffer: 2,500 elements pass, 5,000 do not.
constexpr std::size_t k_chunk = 2000;
constexpr std::chrono::milliseconds k_deadline{10'000};

struct Set {
  std::string_view name;
  std::string_view type;
  std::string_view towards;  ///< what matches a packet to the region
  std::string_view from;     ///< ... and one from it
  const std::vector<std::string> CutTargets::* elements;
};

constexpr Set k_sets[] = {
    {"v4", "ipv4_addr; flags interval, timeout", "ip daddr @v4", "ip saddr @v4", &CutTargets::v4},
    {"v6", "ipv6_addr; flags interval, timeout", "ip6 daddr @v6", "ip6 saddr @v6", &CutTargets::v6},
    {"ifaces", "ifname; flags timeout", "oifname @ifaces", "iifname @ifaces",
     &CutTargets::interfaces},
};

std::string table_of(std::string_view run_id) { return fmt::format("inet gameday_{}", run_id); }

// A transaction is one line: a held `nft -i` takes a line for a transaction, and so does `nft -f`.
using Line = std::vector<std::string>;

std::string joined(const Line& commands) { return fmt::format("{}", fmt::join(commands, "; ")); }

/// The table with empty sets: nothing is cut yet. `create` refuses where one of that name exists.
std::string make_table(const CutSpec& spec, const CutTargets& targets) {
  const std::string table = table_of(spec.run_id);
  const std::string tag = to_string(tag_of(spec));
  const auto timeout = std::chrono::ceil<std::chrono::milliseconds>(spec.expires_after).count();
  Line line{fmt::format("create table {} {{ comment \"{}\"; }}", table, tag)};
  for (const Set& set : k_sets) {
    if ((targets.*set.elements).empty()) continue;
    line.push_back(fmt::format("add set {} {} {{ type {}; timeout {}ms; }}", table, set.name,
                               set.type, timeout));
    for (const std::string_view way : {"in", "out"}) {
      line.push_back(fmt::format("add counter {} {}_{}", table, way, set.name));
    }
  }
  line.push_back(
      fmt::format("add chain {} cut {{ comment \"{}\"; type filter hook forward priority -10; "
                  "policy accept; }}",
                  table, tag));
  return joined(line);
}

void fill_sets(const CutSpec& spec, const CutTargets& targets, std::vector<std::string>& lines) {
  for (const Set& set : k_sets) {
    const std::vector<std::string>& elements = targets.*set.elements;
    for (std::size_t at = 0; at < elements.size(); at += k_chunk) {
      const auto first = elements.begin() + static_cast<std::ptrdiff_t>(at);
      const auto last =
          first + static_cast<std::ptrdiff_t>(std::min(k_chunk, elements.size() - at));
      const bool quoted = set.elements == &CutTargets::interfaces;
      lines.push_back(fmt::format(
          "add element {} {} {{ {}{}{} }}", table_of(spec.run_id), set.name, quoted ? "\"" : "",
          fmt::join(first, last, quoted ? "\", \"" : ","), quoted ? "\"" : ""));
    }
  }
}

/// What happens to a packet that matches: the further condition and the verdict.
std::vector<std::pair<std::string_view, std::string_view>> verdicts(bool reject) {
  if (!reject) return {{"", "drop"}};
  return {{"meta l4proto tcp ", "reject with tcp reset"},
          {"", "reject with icmpx admin-prohibited"}};
}

/// All rules in one transaction, so that everything is cut at one instant.
std::string arm(const CutSpec& spec, const CutTargets& targets) {
  Line line;
  for (const Set& set : k_sets) {
    if ((targets.*set.elements).empty()) continue;
    for (const bool in : {true, false}) {
      if (!(in ? spec.cut_in : spec.cut_out)) continue;
      for (const auto& [condition, verdict] : verdicts(spec.reject)) {
        line.push_back(fmt::format("add rule {} cut {} {}counter name {}_{} {} comment \"{}\"",
                                   table_of(spec.run_id), in ? set.towards : set.from, condition,
                                   in ? "in" : "out", set.name, verdict, to_string(tag_of(spec))));
      }
    }
  }
  return joined(line);
}

Action nft(const HostRef& host, std::vector<std::string> transactions) {
  return {host, k_deadline, Netfilter{std::move(transactions)}};
}

/// Fine where there is no such table, too.
Action delete_table(const HostRef& host, std::string_view run_id) {
  const std::string table = table_of(run_id);
  return nft(host, {fmt::format("add table {0}; delete table {0}", table)});
}

/// In force: our tag, rules, and elements that have not expired. Without rules or elements (half
/// made, or lifted by the kernel) it is ours but inert.
Verify verify_table(const HostRef& host, const CutTag& tag) {
  const std::string table = table_of(tag.run_id);
  const std::string comment = fmt::format("comment \"{}\"", to_string(tag));
  return {.look = nft(host, {"list table " + table}),
          .in_force = {.contains = {comment, "counter name", " expires "}},
          .gone = {.contains = {"Error: No such file or directory", "list table " + table}},
          .inert = Match{.contains = {comment}}};
}

Result<std::vector<Change>> cut(const CutSpec& spec) {
  const auto targets = read_targets(spec);
  if (!targets) return tl::unexpected{targets.error()};
  std::vector<std::string> lines{make_table(spec, *targets)};
  fill_sets(spec, *targets, lines);
  lines.push_back(arm(spec, *targets));
  Change change;
  change.id = fmt::format("fault.{}.{}", spec.fault, spec.host.name);
  change.summary = fmt::format("cut {} networks and {} interfaces by nftables table {} on {}",
                               targets->v4.size() + targets->v6.size(), targets->interfaces.size(),
                               table_of(spec.run_id), spec.host.name);
  change.apply = nft(spec.host, std::move(lines));
  change.verify = verify_table(spec.host, tag_of(spec));
  change.revert = delete_table(spec.host, spec.run_id);
  change.expires_after = spec.expires_after;
  change.dead_man = DeadMan::kernel;
  return std::vector{std::move(change)};
}

std::vector<Action> counters(const CutSpec& spec) {
  return {nft(spec.host, {"list counters table " + table_of(spec.run_id)})};
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
/// run.
std::vector<Change> find_ours(const HostRef& host, std::string_view output) {
  std::vector<Change> found;
  const std::string_view begin = "table inet gameday_";
  for (std::size_t at = output.find(begin); at != output.npos; at = output.find(begin, at + 1)) {
    const std::string_view name = output.substr(at + begin.size());
    const std::string_view table = name.substr(0, name.find("\n}"));
    const auto tag = find_tag(table);
    if (!tag || !name.starts_with(tag->run_id + " {")) continue;
    Change change;
    change.id = fmt::format("found.{}.nftables.{}", host.name, tag->run_id);
    change.summary = fmt::format("nftables table {} on {} ({})", table_of(tag->run_id), host.name,
                                 describe(*tag));
    change.verify = verify_table(host, *tag);
    change.apply = change.verify.look;  // it is there already: nothing more is to be made
    change.revert = delete_table(host, tag->run_id);
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
