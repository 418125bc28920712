// SPDX-License-Identifier: Apache-2.0
#include "injectors/shaping.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "injectors/cut.hpp"
#include "injectors/deadman.hpp"
#include "injectors/host_program.hpp"
#include "injectors/targets.hpp"
#include "injectors/trial.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{10'000};
// At 10,000 packets per second and a delay of two seconds none is lost for want of room.
constexpr int k_netem_packets = 20'000;
constexpr std::int64_t k_bits = 8;
// A packet must fit into the bucket (tc-tbf(8)); 20 ms of the rate keep it busy between two ticks.
constexpr std::int64_t k_least_burst = 10'000;
constexpr std::int64_t k_bursts_per_s = 50;
constexpr const char* k_unlimited = "100gbit";
constexpr std::size_t k_most_filters = 1000;

constexpr const char* k_guard_program = R"perl(# gameday: refuses a root qdisc of somebody else
use strict;
my ($device) = @ARGV;
open my $list, '-|', qw(tc qdisc show dev), $device or die "tc: $!\n";
my ($root) = grep / root /, <$list>;
close $list or exit($? >> 8 || 2);
$root = 'none' unless defined $root;
chomp $root;
die "$root is in the way on $device\n" if $root =~ /^qdisc \S+ (?!0:)\S+ root/;
print "$root\n";
)perl";

/// The kernel takes handles of 16 bits, in hex, with a colon; other people's are seldom above 1000.
std::string handle_of(const FaultScope& scope) {
  return fmt::format("6{}:", mark_of(scope.run_id + "/" + scope.fault).substr(0, 3));
}

bool is_picky(const Shaping& shaping) { return !shaping.from.empty() || !shaping.to.empty(); }

bool needs_netem(const Degradation& what) {
  return what.delay > Duration{} || what.loss + what.duplicate + what.reorder + what.corrupt > 0;
}

/// tc-netem(8).
std::string netem(const Degradation& what) {
  const auto us = [](Duration length) {
    return std::chrono::ceil<std::chrono::microseconds>(length).count();
  };
  std::string words = fmt::format("netem limit {}", k_netem_packets);
  if (what.delay > Duration{}) words += fmt::format(" delay {}us", us(what.delay));
  if (what.jitter > Duration{}) words += fmt::format(" {}us", us(what.jitter));
  if (what.loss > 0) words += fmt::format(" loss {}%", what.loss);
  if (what.duplicate > 0) words += fmt::format(" duplicate {}%", what.duplicate);
  if (what.reorder > 0) words += fmt::format(" reorder {}%", what.reorder);
  if (what.corrupt > 0) words += fmt::format(" corrupt {}%", what.corrupt);
  return words;
}

std::string tbf(std::int64_t rate) {
  return fmt::format("tbf rate {}bit burst {} latency 200ms", rate,
                     std::max(k_least_burst, rate / k_bits / k_bursts_per_s));
}

std::string root_kind(const Shaping& shaping) {
  if (is_picky(shaping)) return "htb";
  return needs_netem(shaping.what) ? "netem" : "tbf";
}

/// The kinds that the plan tells of.
std::string kinds(const Shaping& shaping) {
  std::string text = needs_netem(shaping.what) ? "netem" : "";
  const bool second = is_picky(shaping) || shaping.what.rate > 0;
  if (!second) return text;
  return text + (text.empty() ? "" : " and ") + (is_picky(shaping) ? "htb" : "tbf");
}

/// What a packet must match, as tc-u32(8) takes it: pairs of one IP version, or the one end that is
/// named.
std::vector<std::string> matches(std::string_view ip, const std::vector<std::string>& from,
                                 const std::vector<std::string>& to) {
  std::vector<std::string> texts;
  for (const std::string& source : from) {
    if (to.empty()) texts.push_back(fmt::format("match {} src {}", ip, source));
    for (const std::string& target : to) {
      texts.push_back(fmt::format("match {0} src {1} match {0} dst {2}", ip, source, target));
    }
  }
  if (!from.empty()) return texts;
  for (const std::string& target : to) texts.push_back(fmt::format("match {} dst {}", ip, target));
  return texts;
}

/// One filter for each match, which puts the packet into our class.
Result<std::vector<std::string>> filters(const Shaping& shaping, const std::string& begin,
                                         const std::string& handle) {
  CutSpec ends;
  ends.run_id = shaping.scope.run_id;
  ends.fault = shaping.scope.fault;
  ends.expires_after = shaping.scope.expires_after;
  ends.networks = shaping.to.empty() ? shaping.from : shaping.to;
  if (!shaping.to.empty()) ends.peers = shaping.from;
  const auto read = read_targets(ends);
  if (!read) return tl::unexpected(read.error());
  std::vector<std::string> lines;
  const auto add = [&](std::string_view protocol, int prio, const std::vector<std::string>& all) {
    for (const std::string& match : all) {
      lines.push_back(fmt::format("filter {0} parent {1} protocol {2} prio {3} u32 {4} flowid {1}1",
                                  begin, handle, protocol, prio, match));
    }
  };
  const bool to_all = shaping.to.empty();
  const bool is_pair = !shaping.from.empty() && !to_all;
  if (!is_pair || (!read->v4.empty() && !read->peers_v4.empty())) {
    add("ip", 1,
        matches("ip", to_all ? read->v4 : read->peers_v4, to_all ? read->peers_v4 : read->v4));
  }
  if (!is_pair || (!read->v6.empty() && !read->peers_v6.empty())) {
    add("ipv6", 2,
        matches("ip6", to_all ? read->v6 : read->peers_v6, to_all ? read->peers_v6 : read->v6));
  }
  if (lines.size() > k_most_filters) {
    return cannot_plan(shaping.scope, fmt::format("tc would need {} filters", lines.size()),
                       "name a region, or fewer networks");
  }
  return lines;
}

/// Lines for tc -batch, one command each.
Result<std::vector<std::string>> commands(const Shaping& shaping) {
  const std::string handle = handle_of(shaping.scope);
  const std::string begin = "add dev " + shaping.interface;
  const Degradation& what = shaping.what;
  if (!is_picky(shaping)) {
    std::vector<std::string> lines{fmt::format("qdisc {} root handle {} {}", begin, handle,
                                               needs_netem(what) ? netem(what) : tbf(what.rate))};
    if (needs_netem(what) && what.rate > 0) {
      lines.push_back(fmt::format("qdisc {} parent {}1 {}", begin, handle, tbf(what.rate)));
    }
    return lines;
  }
  // Without a default class htb lets past untouched what no filter names (tc-htb(8)).
  std::vector<std::string> lines{
      fmt::format("qdisc {} root handle {} htb", begin, handle),
      fmt::format("class {} parent {} classid {}1 htb rate {}", begin, handle, handle,
                  what.rate > 0 ? fmt::format("{}bit", what.rate) : k_unlimited)};
  if (needs_netem(what)) {
    lines.push_back(fmt::format("qdisc {} parent {}1 {}", begin, handle, netem(what)));
  }
  auto picks = filters(shaping, begin, handle);
  if (!picks) return tl::unexpected(picks.error());
  std::ranges::move(*picks, std::back_inserter(lines));
  return lines;
}

/// What tc counts of it, and in which qdisc.
struct Sign {
  const char* name;
  const char* none;      ///< while nothing was counted
  bool in_leaf = false;  ///< below the root
};

Sign sign_of(const Shaping& shaping) {
  const bool picky = is_picky(shaping);
  if (shaping.what.loss > 0) return {"lost", "dropped 0,", picky};
  if (shaping.what.rate > 0) {
    return {"held back", "overlimits 0 ", !picky && needs_netem(shaping.what)};
  }
  return {"sent", "Sent 0 bytes", picky};
}

Verify verify_root(const Shaping& shaping, const Action& look) {
  const std::string handle = handle_of(shaping.scope);
  const std::string root = fmt::format("qdisc {} {} root", root_kind(shaping), handle);
  Verify verify{.look = look,
                .in_force = {.status = 0, .contains = {root}},
                .gone = {.status = 0, .contains = {" 0: root"}},
                .inert = Match{.contains = {root}}};
  const bool has_leaf = needs_netem(shaping.what) && root_kind(shaping) != "netem";
  if (has_leaf || (needs_netem(shaping.what) && shaping.what.rate > 0)) {
    verify.in_force.contains.emplace_back(fmt::format(" parent {}1 ", handle));
  }
  return verify;
}

}  // namespace

Result<Change> shape(const Shaping& shaping) {
  const std::string handle = handle_of(shaping.scope);
  const std::string& interface = shaping.interface;
  const auto lines = commands(shaping);
  if (!lines) return tl::unexpected(lines.error());
  const auto tc = [&](std::vector<Arg> argv, Text input = {}) {
    argv.insert(argv.begin(), "tc");
    return Action{{shaping.host.name}, k_deadline, Exec{std::move(argv), std::move(input)}};
  };
  Change change;
  change.id = fmt::format("fault.{}.{}.{}", shaping.scope.fault, shaping.host.name, interface);
  change.summary = fmt::format("{} of what leaves {} by {}, by {} at {}", describe(shaping.what),
                               shaping.host.name, interface, kinds(shaping), handle);
  change.capture = run_program(shaping.host, k_guard_program, {interface}, k_deadline);
  change.capture_fields = {"text"};
  change.apply = tc({"-batch", "-"}, {fmt::format("{}\n", fmt::join(*lines, "\n"))});
  change.verify = verify_root(shaping, tc({"qdisc", "show", "dev", interface}));
  change.revert = tc({"qdisc", "del", "dev", interface, "root", "handle", handle});
  plant_timer(change, shaping.host, shaping.scope.run_id, shaping.scope.expires_after);
  if (is_reached_by_network(shaping.host)) {
    try_by_timer(change, shaping.host, shaping.scope.run_id);
  }
  plant_note(change, shaping.host, shaping.scope.run_id, shaping.scope.fence_first);
  return change;
}

Proof shaping_proof(const Shaping& shaping) {
  const Sign sign = sign_of(shaping);
  std::vector<Arg> argv{"tc", "-s", "qdisc", "show", "dev", shaping.interface};
  if (sign.in_leaf) {
    argv.insert(argv.end(), {"parent", handle_of(shaping.scope) + "1"});
  } else {
    argv.insert(argv.end(), {"root"});
  }
  return {.name = fmt::format("packets are {} by {} of {}", sign.name, shaping.interface,
                              shaping.host.name),
          .look = {{shaping.host.name}, k_deadline, Exec{std::move(argv)}},
          .confirms = {.status = 0, .contains = {"Sent "}, .without = {sign.none}},
          .refutes = {.status = 0, .contains = {" 0: root"}}};
}

}  // namespace gameday
