// SPDX-License-Identifier: Apache-2.0
#include "injectors/host_program.hpp"

#include <fmt/format.h>

namespace gameday {
namespace {

/// proc(5): the name may hold anything, so it ends at the last bracket; the start time, in ticks
/// since boot, is field 22. A pid file is older than no process that wrote it: what started later
/// got the number of one that died.
constexpr std::string_view k_about_processes = R"perl(use strict; use POSIX ();
sub facts {
  open my $file, '<', "/proc/$_[0]/stat" or return;
  local $/; my $line = <$file> // '';
  $line =~ /\((.*)\) (\S) (\d+) (?:\S+ ){17}(\d+)/s or return;
  return {name => $1, state => $2, parent => $3, start => $4};
}
sub lives { my $of = facts($_[0]); $of && $of->{state} !~ /[ZXx]/ ? $of : undef }
sub is_stopped { $_[0]{state} =~ /[Tt]/ }
sub everybody {
  opendir my $folder, '/proc' or die "/proc: $!\n";
  return map { my $of = lives($_); $of ? ($_ => $of) : () } grep /^\d+$/, readdir $folder;
}
sub tree {
  my ($root, $all) = @_;
  my %children;
  push @{$children{$all->{$_}{parent}}}, $_ for sort { $a <=> $b } keys %$all;
  my @found = $all->{$root} ? ($root) : ();
  for (my $at = 0; $at < @found; $at++) { push @found, @{$children{$found[$at]} || []} }
  return @found;
}
sub guard {
  my ($all, @pids) = @_;
  my %own;
  for (my $pid = $$; $pid > 1 && !$own{$pid}; $pid = (facts($pid) || {parent => 0})->{parent}) {
    $own{$pid} = 1;
  }
  for my $pid (@pids) {
    die "process $pid is never touched\n" if $pid <= 1;
    die "process $pid is part of what does this\n" if $own{$pid};
    die "process $pid is gameday itself\n" if ($all->{$pid} || {name => ''})->{name} eq 'gameday';
  }
}
sub first_line {
  my ($where) = @_;
  my $file;
  my @ask = qw(systemctl show --property=MainPID --value);
  if ($where =~ m{^/}) { open $file, '<', $where or return '' }
  else { open $file, '-|', @ask, $where or return '' }
  return scalar(<$file>) // '';
}
sub main_pid { return first_line($_[0]) =~ /^\s*(\d+)\s*$/ ? $1 : 0 }
sub is_stranger {
  my ($file, $pid) = @_;
  open my $stat, '<', '/proc/stat' or return 0;
  my ($boot) = join('', <$stat>) =~ /^btime (\d+)/m or return 0;
  my $began = $boot + facts($pid)->{start} / POSIX::sysconf(POSIX::_SC_CLK_TCK());
  return $file =~ m{^/} && $began > (stat $file)[9] + 2;
}
sub wait_for {
  my ($seconds, $holds) = @_;
  for (1 .. $seconds * 200) { return 1 if $holds->(); select undef, undef, undef, 0.005 }
  return 0;
}
)perl";

}  // namespace

Action run_program(const Host& host, std::string program, std::vector<Arg> words,
                   std::chrono::milliseconds deadline) {
  std::vector<Arg> argv{"perl", "-e", std::move(program), "--"};
  argv.insert(argv.end(), words.begin(), words.end());
  return {{host.name}, deadline, Exec{std::move(argv)}};
}

std::string process_program(std::string_view title, std::string_view body) {
  return fmt::format("# gameday: {}\n{}{}", title, k_about_processes, body);
}

std::string scratch_file(const Host& host, const std::string& run_id, const std::string& change,
                         std::string_view ending) {
  return fmt::format("{}/gameday/{}.{}.{}", host.scratch, run_id, change, ending);
}

}  // namespace gameday
