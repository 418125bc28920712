// SPDX-License-Identifier: Apache-2.0
// Freezes: processes that keep their memory, their locks and their sockets, and do nothing; the
// kernel goes on acknowledging for them. Heals: whoever gives up waiting. Lifted by SIGCONT, by the
// freezer or by systemd, whichever froze it.
#include "injectors/freeze.hpp"

#include <fmt/format.h>

#include "injectors/deadman.hpp"
#include "injectors/host_program.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_look_deadline{5000};
constexpr std::chrono::milliseconds k_stop_deadline{10'000};

constexpr std::string_view k_find = R"perl(
my ($where) = @ARGV;
my %all = everybody();
if (-d $where) {
  open my $file, '<', "$where/cgroup.events" or die "$where: $!\n";
  die "$where is frozen already\n" if grep /^frozen 1/, <$file>;
  print "pid: $where\nstart: 0\n";
  exit 0;
}
my $pid = main_pid($where) or die "$where names no process\n";
die "$where names process $pid, which does not live\n" unless $all{$pid};
is_stranger($where, $pid) and die "$where is older than process $pid, which is a stranger\n";
my @tree = tree($pid, \%all);
guard(\%all, @tree);
for (@tree) { die "process $_ ($all{$_}{name}) is stopped already\n" if is_stopped($all{$_}) }
print "pid: $pid\nstart: $all{$pid}{start}\nname: $all{$pid}{name}\n";
)perl";

/// Each process is on the list before it is stopped, with its start time; so even those whose
/// parent has died meanwhile are continued. The list is locked while stopping goes on, so that
/// continuing never overtakes it. cgroup.events tells when a freezer is done (cgroup v2).
constexpr std::string_view k_freeze = R"perl(
my ($verb, $list, $target, $start) = @ARGV;
my $freezer = "$target/cgroup.freeze";
sub procs {
  my ($folder) = @_;
  open my $file, '<', "$folder/cgroup.procs" or return;
  chomp(my @pids = <$file>);
  return @pids, map { procs($_) } grep { -d } glob("\Q$folder\E/*");
}
sub members {
  my ($all) = @_;
  return grep { $all->{$_} } procs($target) if $target =~ m{^/};
  return $all->{$target} && $all->{$target}{start} == $start ? tree($target, $all) : ();
}
sub listed { open my $file, '<', $list or return; return map { [split] } <$file> }
sub uses_freezer { return grep { $_->[0] eq 'freezer' } listed() }
sub concerned {
  my ($all) = @_;
  my %seen;
  my @ours = grep { $all->{$_->[0]} && $all->{$_->[0]}{start} == $_->[1] } listed();
  return grep { !$seen{$_}++ } members($all), map { $_->[0] } @ours;
}
sub put {
  open my $file, '>', $freezer or die "$freezer: $!\n";
  print $file $_[0];
  close $file or die "$freezer: $!\n";
}
sub is_frozen {
  open my $file, '<', "$target/cgroup.events" or return 0;
  return scalar grep /^frozen 1/, <$file>;
}
sub state_of_all {
  return is_frozen() ? 'frozen' : 'thawed' if uses_freezer();
  my %all = everybody();
  my @those = concerned(\%all);
  my $stopped = grep { is_stopped($all{$_}) } @those;
  return !$stopped ? 'thawed' : $stopped == @those ? 'frozen' : 'half';
}
sub stop {
  my %all = everybody();
  guard(\%all, members(\%all));
  open my $log, '>>', $list or die "$list: $!\n";
  flock $log, 2 or die "$list: $!\n";
  if (-w $freezer) {
    syswrite $log, "freezer 0\n";
    put(1);
    wait_for(5, \&is_frozen) or die "$target does not freeze\n";
    return;
  }
  my %done;
  for (my $end = time + 5; time < $end;) {
    %all = everybody();
    my @now = members(\%all) or die "the process that was found is gone\n";
    my @awake = grep { !is_stopped($all{$_}) } @now;
    return unless @awake;
    for (grep { !$done{$_}++ } @awake) {
      syswrite $log, "$_ $all{$_}{start}\n";
      kill 'STOP', $_ or $!{ESRCH} or die "process $_: $!\n";
    }
    select undef, undef, undef, 0.005;
  }
  die "not all of it can be stopped\n";
}
sub go_on {
  if (open my $log, '<', $list) { flock $log, 2 }
  if (uses_freezer()) {
    put(0) if -e $freezer;
    wait_for(3, sub { !is_frozen() }) or die "$target does not thaw\n";
  } else {
    my %all = everybody();
    for (reverse grep { is_stopped($all{$_}) } concerned(\%all)) {
      kill 'CONT', $_ or $!{ESRCH} or die "process $_: $!\n";
    }
    wait_for(3, sub { state_of_all() eq 'thawed' }) or die "not all of it goes on\n";
  }
  unlink $list;
}
my %verbs = (look => sub { print state_of_all(), "\n" }, stop => \&stop, continue => \&go_on);
$verbs{$verb}->();
)perl";

constexpr std::string_view k_see = R"perl(
my ($where) = @ARGV;
my %all = everybody();
my @those;
if (-d $where) {
  open my $events, '<', "$where/cgroup.events" or die "$where: $!\n";
  if (grep /^frozen 1/, <$events>) { print "frozen\n"; exit 0 }
  open my $procs, '<', "$where/cgroup.procs" or die "$where: $!\n";
  @those = grep { chomp; $all{$_} } <$procs>;
} else { @those = tree(main_pid($where), \%all) }
my $stopped = grep { is_stopped($all{$_}) } @those;
print $stopped && $stopped == @those ? "frozen\n" : "at work\n";
)perl";

Action systemctl(const Host& host, std::vector<Arg> words, std::chrono::milliseconds deadline) {
  words.insert(words.begin(), "systemctl");
  return {{host.name}, deadline, Exec{std::move(words)}};
}

/// systemd freezes the unit's cgroup; one that is frozen already does not give the field and is
/// refused (systemctl(1), freeze; FreezerState in org.freedesktop.systemd1(5)).
void freeze_unit(Change& change, const std::string& unit, const Host& host) {
  const Action show = systemctl(host, {"show", "--property=FreezerState", unit}, k_look_deadline);
  change.capture = show;
  change.capture_fields = {"was=FreezerState=runn"};
  change.apply = systemctl(host, {"freeze", unit}, k_stop_deadline);
  change.verify = {show,
                   {.status = 0, .contains = {"FreezerState=frozen"}},
                   {.status = 0, .contains = {"FreezerState=running"}}};
  change.revert = systemctl(host, {"thaw", unit}, k_stop_deadline);
}

Action freeze(const Host& host, const std::string& verb, const std::string& list,
              std::chrono::milliseconds deadline) {
  return run_program(host,
                     process_program("stops a process tree, parents first; continues it", k_freeze),
                     {verb, list, Captured{"/pid"}, Captured{"/start"}}, deadline);
}

}  // namespace

std::string process_source(const Service& service) {
  if (!service.pid_file.empty()) return service.pid_file;
  return service.unit.empty() ? "/sys/fs/cgroup/" + service.cgroup : service.unit;
}

void freeze_service(Change& change, const Service& service, const Host& host,
                    const std::string& run_id) {
  if (!service.unit.empty()) {
    freeze_unit(change, service.unit, host);
    return;
  }
  const std::string list = scratch_file(host, run_id, change.id, "stopped");
  change.capture = run_program(host, process_program("finds the process, with its start", k_find),
                               {process_source(service)}, k_look_deadline);
  change.capture_fields = {"pid=pid: ", "start=start: "};
  change.apply = freeze(host, "stop", list, k_stop_deadline);
  change.verify = {freeze(host, "look", list, k_look_deadline),
                   {.status = 0, .contains = {"frozen"}},
                   {.status = 0, .contains = {"thawed"}},
                   Match{.status = 0, .contains = {"half"}}};
  change.revert = freeze(host, "continue", list, k_stop_deadline);
}

FaultPlan freeze_fault(const Service& service, const Host& host, const FaultScope& scope,
                       std::string summary) {
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, service.name);
  change.summary = std::move(summary);
  freeze_service(change, service, host, scope.run_id);
  plant_timer(change, host, scope.run_id, scope.expires_after);
  plant_note(change, host, scope.run_id, scope.fence_first);
  FaultPlan result;
  result.proofs.push_back(frozen_proof(service, host));
  result.changes.push_back(std::move(change));
  return result;
}

Proof frozen_proof(const Service& service, const Host& host) {
  if (!service.unit.empty()) {
    return {
        .name = "systemd says that it is frozen",
        .inside = true,
        .look = systemctl(host, {"show", "--property=FreezerState", service.unit}, k_look_deadline),
        .confirms = {.status = 0, .contains = {"FreezerState=frozen"}},
        .refutes = {.status = 0, .contains = {"FreezerState=running"}}};
  }
  return {.name = "every process of it is stopped",
          .inside = true,
          .look = run_program(host, process_program("looks whether all of it is stopped", k_see),
                              {process_source(service)}, k_look_deadline),
          .confirms = {.status = 0, .contains = {"frozen"}},
          .refutes = {.status = 0, .contains = {"at work"}}};
}

}  // namespace gameday
