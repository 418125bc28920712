// SPDX-License-Identifier: Apache-2.0
// The clock of a host, stepped. It is put back by the time that has passed meanwhile on a clock
// that nobody can step (/proc/uptime), so what the skew lasted is kept. A time service that runs
// there pulls it back by itself, at once or slowly: that is what is rehearsed, and where it does so
// the fault is seen as changed by someone else. Untouched by a step: CLOCK_MONOTONIC, the hardware
// clock, time limits and sleeps that do not ask for the wall clock.
#include <fmt/format.h>

#include "injectors/clock_skew.hpp"
#include "injectors/deadman.hpp"
#include "injectors/host_program.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_deadline{10};

/// `base` is the wall time at boot as the true clock has it. Wall time comes from date(1), because
/// perl-base has no clock finer than a second. A second of difference is the slowness of commands.
/// A base that is a path is read from that file.
constexpr std::string_view k_clock = R"perl(# gameday: reads how far the clock is off, or steps it
use strict;
my ($verb, $base, $offset) = @ARGV;
if ($base && $base =~ m{^/}) {
  open my $kept, '<', $base or die "$base: $!\n";
  chomp($base = <$kept>);
}
sub uptime {
  open my $file, '<', '/proc/uptime' or die "/proc/uptime: $!\n";
  return (split ' ', <$file>)[0];
}
sub wall { open my $date, '-|', 'date', '+%s.%N' or die "date: $!\n"; return <$date> + 0 }
sub is_off_by { return abs(wall() - uptime() - $base - $_[0]) < 1.5 }
if ($verb eq 'capture') {
  printf "base: %.2f\n", wall() - uptime();
} elsif ($verb eq 'look') {
  if (is_off_by(0)) { print "right\n" }
  elsif (is_off_by($offset)) { print "skewed\n" }
  else { printf "off by %.1f s\n", wall() - uptime() - $base }
} else {
  exit 0 if is_off_by($offset);
  exec 'date', '--utc', '--set', sprintf '@%.2f', $base + uptime() + $offset;
}
)perl";

}  // namespace

Result<FaultPlan> skew_host(const Skew& skew) {
  const auto host = target_host(skew.params, skew.scope);
  if (!host) return tl::unexpected(host.error());
  const std::string& way = (*host)->transport;
  if (way != "ssh" && way != "kubectl") {
    return cannot_plan(
        skew.scope,
        fmt::format("{} shares its clock with this machine, by which gameday measures",
                    (*host)->name),
        "name a host with a clock of its own, or use how = \"faketime\"");
  }
  const std::string offset = fmt::format("{}", skew.seconds);
  const auto clock = [&](std::string verb, std::string by) {
    return run_program(**host, std::string{k_clock},
                       {std::move(verb), Captured{"/base"}, std::move(by)}, k_deadline);
  };
  Change change;
  change.id = fmt::format("fault.{}.{}", skew.scope.fault, (*host)->name);
  change.summary = fmt::format("steps the clock of {} by {} s; a time service there pulls it back",
                               (*host)->name, offset);
  change.capture = run_program(**host, std::string{k_clock}, {"capture"}, k_deadline);
  change.capture_fields = {"base=base: "};
  change.apply = clock("set", offset);
  change.verify = {clock("look", offset),
                   {.status = 0, .contains = {"skewed"}},
                   {.status = 0, .contains = {"right"}}};
  change.revert = clock("set", "0");
  // Proofs know nothing of what was captured, so it is kept on the host as well.
  const std::string kept = scratch_file(**host, skew.scope.run_id, change.id, "clock");
  change.plant.push_back({{(*host)->name},
                          k_deadline,
                          Exec{{"dd", "status=none", "of=" + kept}, {Captured{"/base"}}}});
  change.unplant.push_back({{(*host)->name}, k_deadline, Exec{{"rm", "-f", kept}}});
  plant_timer(change, **host, skew.scope.run_id, skew.scope.expires_after);
  plant_note(change, **host, skew.scope.run_id, skew.scope.fence_first);
  FaultPlan plan;
  plan.proofs.push_back(
      {.name = "its clock is off",
       .inside = true,
       .look = run_program(**host, std::string{k_clock}, {"look", kept, offset}, k_deadline),
       .confirms = change.verify.in_force,
       .refutes = change.verify.gone});
  plan.changes.push_back(std::move(change));
  return plan;
}

}  // namespace gameday
