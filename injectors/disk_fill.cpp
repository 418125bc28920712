// SPDX-License-Identifier: Apache-2.0
// Breaks: the room on one file system, by a file of ours: writes fail with "No space left", or are
// refused by whoever looks first. How much is worked out on the host when it is applied, and never
// past the reserve: 5 % and 256 MiB stay free at least. Heals: clean-up of logs, alerts, a database
// that goes read-only and comes back. Lifted by removing the file, else by a timer on the host that
// removes it. Blocks are reserved (fallocate), not written: thin volumes below are not filled.
#include <fmt/format.h>

#include "injectors/deadman.hpp"
#include "injectors/host_program.hpp"
#include "injectors/injectors.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr double k_highest = 99;            ///< per cent
constexpr std::int64_t k_least_left = 256;  ///< MiB
constexpr std::int64_t k_most_left = 1'000'000'000;
constexpr std::chrono::seconds k_fill_deadline{60};

const ParamSpec k_params[] = {
    {.name = "host", .required = true, .help = "where"},
    {.name = "path", .required = true, .help = "a folder on the file system that is filled"},
    {.name = "to",
     .type = ParamType::number,
     .help = "per cent of it that are in use then, as df counts; at most 99",
     .fallback = "95"},
    {.name = "leave",
     .type = ParamType::integer,
     .help = "MiB that stay free in any case; never below 256, nor below 5 % of it",
     .fallback = "256"},
};

/// df's own numbers in KiB, as an ordinary user sees them (POSIX, df -P).
constexpr std::string_view k_room = R"perl(use strict;
sub room {
  my ($folder) = @_;
  open my $df, '-|', 'df', '-P', '-k', '--', $folder or die "df: $!\n";
  my @lines = <$df>;
  my @words = split ' ', $lines[-1] // '';
  @lines > 1 && @words > 4 or die "df says nothing of $folder\n";
  my ($used, $free) = @words[2, 3];
  return {used => $used, free => $free, all => ($used + $free) || 1};
}
sub reserve {
  my ($room, $leave) = @_;
  my ($reserve) = sort { $b <=> $a } $leave * 1024, 256 * 1024, int(0.05 * $room->{all}) + 1;
  return $reserve;
}
)perl";

constexpr std::string_view k_fill = R"perl(
my ($folder, $file, $to, $leave) = @ARGV;
unlink $file;
my $room = room($folder);
my $wanted = int($to / 100 * $room->{all}) - $room->{used};
my $bearable = $room->{free} - reserve($room, $leave);
my $size = $wanted < $bearable ? $wanted : $bearable;
die "$folder is filled already: $room->{used} KiB of $room->{all}\n" if $wanted <= 0;
die "$folder has no more than its reserve left: $room->{free} KiB\n" if $bearable <= 0;
umask 077;
my $status = system 'fallocate', '-l', $size * 1024, '--', $file;
if ($status) { unlink $file; die "fallocate of $size KiB in $folder: status $status\n" }
my $short = reserve($room, $leave) - room($folder)->{free};
if ($short > 0) { truncate $file, $short < $size ? ($size - $short) * 1024 : 0 }
)perl";

constexpr std::string_view k_look = R"perl(
my ($file) = @ARGV;
my @about = lstat $file;
@about || $!{ENOENT} or die "$file: $!\n";
print @about ? "filled with $about[7] bytes\n" : "no file of ours\n";
)perl";

/// Two per cent or so are lost to what a file system keeps about the file, and to others' work.
constexpr std::string_view k_prove = R"perl(
my ($folder, $to, $leave) = @ARGV;
my $room = room($folder);
my $used = 100 * $room->{used} / $room->{all};
my $at_reserve = $room->{free} <= reserve($room, $leave) + 0.02 * $room->{all};
printf "%.1f %% in use, %d KiB free\n", $used, $room->{free};
exit($used >= $to - 2 || $at_reserve ? 0 : 1);
)perl";

std::string with_room(std::string_view title, std::string_view body) {
  return fmt::format("# gameday: {}\n{}{}", title, k_room, body);
}

/// Where a file may be made without being one of the kernel's own.
std::string refusal(const std::string& path) {
  if (!path.starts_with('/')) return "`path` is a full path";
  if (path.find("/..") != path.npos) return "`path` goes up again";
  for (const std::string_view own : {"/proc", "/sys", "/dev"}) {
    if (path == own || path.starts_with(std::string{own} + "/")) {
      return fmt::format("{} is the kernel's own", own);
    }
  }
  return {};
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto host = target_host(params, scope);
  if (!host) return tl::unexpected(host.error());
  const auto path = params.get<std::string>("path");
  const double to = params.get<double>("to", 95);
  const auto leave = params.get<std::int64_t>("leave", k_least_left);
  if (std::string why = refusal(path); !why.empty()) return cannot_plan(scope, why);
  if (to <= 0 || to > k_highest) return cannot_plan(scope, "`to` is above 0 and at most 99 (%)");
  if (leave < k_least_left || leave > k_most_left) {
    return cannot_plan(scope, "`leave` is at least 256 (MiB)");
  }
  const std::string file = fmt::format("{}/gameday-{}-{}.fill", path, scope.run_id, scope.fault);
  const std::string percent = fmt::format("{}", to);
  const std::string rest = fmt::format("{}", leave);
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, (*host)->name);
  change.summary = fmt::format("fills {} on {} to {} %, but leaves 5 % and {} MiB", path,
                               (*host)->name, percent, rest);
  change.apply = run_program(**host, with_room("fills a file system up to its reserve", k_fill),
                             {path, file, percent, rest}, k_fill_deadline);
  change.verify = {run_program(**host, std::string{k_look}, {file}),
                   {.status = 0, .contains = {"filled with"}},
                   {.status = 0, .contains = {"no file of ours"}}};
  change.revert = {{(*host)->name}, k_fill_deadline, Exec{{"rm", "-f", file}}};
  plant_timer(change, **host, scope.run_id, scope.expires_after);
  plant_note(change, **host, scope.run_id, scope.fence_first);
  FaultPlan result;
  result.proofs.push_back({.name = "df shows it full",
                           .inside = true,
                           .look = run_program(**host, with_room("looks how full it is", k_prove),
                                               {path, percent, rest}),
                           .confirms = {.status = 0},
                           .refutes = {.status = 1}});
  result.changes.push_back(std::move(change));
  return result;
}

}  // namespace

const Injector k_injector_disk_fill{
    .name = "disk_fill",
    .summary = "a file system filled up to a limit, never past its reserve",
    .breaks = "whoever writes there: logs, databases, queues",
    .heals = "clean-up, and services that stop writing before the disk is full",
    .params = k_params,
    .plan = plan,
    .dead_man = "a timer on the host that removes the file",
    .example = R"(host = "app-a"
path = "/run"
to = 1)",
};

}  // namespace gameday
