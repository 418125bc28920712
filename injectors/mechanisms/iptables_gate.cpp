// SPDX-License-Identifier: Apache-2.0
#include "injectors/mechanisms/iptables_gate.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "injectors/host_program.hpp"

namespace gameday::iptables {
namespace {

constexpr std::chrono::milliseconds k_deadline{30'000};
constexpr std::string_view k_set_ending = ".timer";

// iptables lists the rules of both back ends in the same words. ipset prints an element's time
// only while it has some; its header has the word, too.
constexpr const char* k_list_program = R"perl(# gameday: lists a chain, and whether its time is over
use strict; use POSIX ();
my ($tool, $chain) = @ARGV;
open my $list, '-|', $tool, qw(-w 5 -n -v -x -L), $chain or die "$tool: $!\n";
my $text = join '', <$list>;
print $text;
close $list or exit($? >> 8 || 2);
my $over = 0;
if ($text =~ /until date (\S+) (\S+)/) {
  $over = "$1 $2" lt POSIX::strftime('%Y-%m-%d %H:%M:%S', gmtime);
} elsif ($text =~ /match-set (\S+) src/) {
  open my $set, '-|', 'ipset', 'list', $1 or die "ipset: $!\n";
  $over = join('', <$set>) !~ m{^\S+/1 timeout \d+}m;
}
print "gameday: its time is over\n" if $over;
)perl";

std::string set_name(const CutSpec& spec, bool v6) {
  const CutTag tag = tag_of(spec);
  return fmt::format("gameday-{}-{}-{}", tag.run_id, mark_of(tag.fault), v6 ? 6 : 4);
}

/// hash:net has no network of length 0.
std::array<std::string_view, 2> halves(bool v6) {
  if (v6) return {"::/1", "8000::/1"};
  return {"0.0.0.0/1", "128.0.0.0/1"};
}

std::int64_t seconds_of(const CutSpec& spec) {
  return std::chrono::ceil<std::chrono::seconds>(spec.expires_after).count();
}

Action ipset(const CutSpec& spec, std::vector<Arg> argv, Text input = {}) {
  argv.insert(argv.begin(), "ipset");
  return {spec.host, k_deadline, Exec{std::move(argv), std::move(input)}};
}

}  // namespace

Text gate_match(const CutSpec& spec, bool v6) {
  switch (spec.iptables_timer) {
    case IptablesTimer::datestop: break;
    case IptablesTimer::ipset:
      return {fmt::format("-m set --match-set {} src ", set_name(spec, v6))};
    case IptablesTimer::keeper: return {};
  }
  // The second that datestop names still matches (net/netfilter/xt_time.c), hence one less.
  const Duration stop = std::max(Duration{}, spec.expires_after - std::chrono::seconds{1});
  return {"-m time --datestop ", Expiry{stop}, " "};
}

Action time_gate_set(const CutSpec& spec, bool v6) {
  std::string commands;
  for (const std::string_view half : halves(v6)) {
    commands +=
        fmt::format("add {} {} timeout {} -exist\n", set_name(spec, v6), half, seconds_of(spec));
  }
  return ipset(spec, {"restore"}, {std::move(commands)});
}

Change gate_set(const CutSpec& spec, bool v6) {
  const std::string name = set_name(spec, v6);
  const auto [low, high] = halves(v6);
  Change change;
  change.id =
      fmt::format("fault.{}.{}.ipv{}{}", spec.fault, spec.host.name, v6 ? 6 : 4, k_set_ending);
  change.summary =
      fmt::format("ipset {} on {} ends the cut after {} s", name, spec.host.name, seconds_of(spec));
  change.apply =
      ipset(spec, {"restore"},
            {fmt::format("create {0} hash:net family {1} timeout {2}\nadd {0} {3}\nadd {0} {4}\n",
                         name, v6 ? "inet6" : "inet", seconds_of(spec), low, high)});
  change.verify = {.look = ipset(spec, {"list", name}),
                   .in_force = {.contains = {"Name: " + name, "/1 timeout "}},
                   .gone = {.status = 1, .contains = {"does not exist"}},
                   .inert = Match{.contains = {"Name: " + name}}};
  change.revert = ipset(spec, {"destroy", name});
  change.expires_after = spec.expires_after;
  change.dead_man = DeadMan::kernel;
  return change;
}

bool is_gate_set(const Change& change) { return change.id.ends_with(k_set_ending); }

Action list_gated(const HostRef& host, const std::string& tool, const std::string& chain) {
  Host on;
  on.name = host.name;
  return run_program(on, k_list_program, {tool, chain}, k_deadline);
}

}  // namespace gameday::iptables
