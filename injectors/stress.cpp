// SPDX-License-Identifier: Apache-2.0
#include "injectors/stress.hpp"

#include <fmt/format.h>

#include "injectors/deadman.hpp"
#include "injectors/host_program.hpp"

namespace gameday {
namespace {

constexpr const char* k_program = "/usr/bin/stress-ng";
constexpr std::chrono::seconds k_start_deadline{15};
constexpr std::chrono::seconds k_stop_deadline{15};
constexpr std::chrono::seconds k_proof_deadline{15};

/// What of the host may be used, worked out there: CPUs that are online, and memory without the
/// reserve, also where a container has less of it than its host (cgroup v2, then v1).
constexpr std::string_view k_host = R"perl(
my ($pid_file, $kind, @words) = @ARGV;
sub slurp { open my $file, '<', $_[0] or return ''; local $/; return <$file> // '' }
sub cpus { my $online = () = slurp('/proc/cpuinfo') =~ /^processor\s*:/mg; return $online || 1 }
sub memory {
  my %kib = slurp('/proc/meminfo') =~ /^(\w+):\s+(\d+) kB/mg;
  my ($all, $free) = ($kib{MemTotal}, $kib{MemAvailable});
  for (['memory.max', 'memory.current'],
       ['memory/memory.limit_in_bytes', 'memory/memory.usage_in_bytes']) {
    my ($limit) = slurp("/sys/fs/cgroup/$_->[0]") =~ /^(\d+)/ or next;
    my ($used) = slurp("/sys/fs/cgroup/$_->[1]") =~ /^(\d+)/ or next;
    $all = $limit / 1024 if $limit / 1024 < $all;
    $free = ($limit - $used) / 1024 if ($limit - $used) / 1024 < $free;
  }
  return ($all / 1024, $free / 1024);
}
)perl";

constexpr std::string_view k_start = R"perl(
my $program = '/usr/bin/stress-ng';
my $seconds = pop @words;
my @load;
if ($kind eq 'cpu') {
  my ($workers, $percent) = @words;
  @load = ('--cpu', $workers || cpus(), '--cpu-load', $percent);
} else {
  my ($percent, $leave) = @words;
  my ($all, $free) = memory();
  my ($reserve) = sort { $b <=> $a } $leave, 256, 0.05 * $all;
  my ($size) = sort { $a <=> $b } $percent / 100 * $all, $free - $reserve;
  die sprintf("no more than the reserve is available: %d MiB\n", $free) if $size < 16;
  @load = ('--vm', 1, '--vm-hang', 0, '--oomable', '--vm-bytes', int($size) . 'm');
}
my ($folder) = $pid_file =~ m{(.*)/};
my @start = qw(start-stop-daemon --start --oknodo --quiet --background --make-pidfile --pidfile);
my @limit = ('--timeout', $seconds . 's', '--temp-path', $folder, '--quiet');
my $child = fork // die "no process: $!\n";
push @start, $pid_file, '--exec', $program, '--', @load, @limit;
exec { $start[0] } @start or exit 127 if !$child;
waitpid $child, 0;
die "$program: no start\n" if $?;
sub runs {
  my $pid = main_pid($pid_file);
  return $pid && (readlink("/proc/$pid/exe") // '') eq $program;
}
wait_for(5, \&runs) or die "$program ended at once\n";
)perl";

constexpr std::string_view k_prove = R"perl(
my $pid = main_pid($pid_file) or die "$pid_file names no process\n";
sub those { my %all = everybody(); return tree($pid, \%all) }
sub ticks {
  my $sum = 0;
  for (those()) {
    my @about = split ' ', slurp("/proc/$_/stat") =~ s/.*\) //sr;
    $sum += ($about[11] // 0) + ($about[12] // 0);
  }
  return $sum;
}
sub uptime { return (split ' ', slurp('/proc/uptime'))[0] }
sub cpu_share {
  my ($workers, $percent) = @words;
  my $busy = !$workers || $workers > cpus() ? cpus() : $workers;
  my ($ticks, $began) = (ticks(), uptime());
  select undef, undef, undef, 1;
  my $seconds = (ticks() - $ticks) / POSIX::sysconf(POSIX::_SC_CLK_TCK());
  return $seconds / (uptime() - $began) / ($busy * $percent / 100);
}
sub memory_share {
  my ($mib) = slurp("/proc/$pid/cmdline") =~ /--vm-bytes\0(\d+)m/ or return 0;
  my $page = POSIX::sysconf(POSIX::_SC_PAGESIZE()) / 1048576;
  my $held = 0;
  wait_for(5, sub {
    $held = 0;
    $held += $page * ((split ' ', slurp("/proc/$_/statm"))[1] // 0) for those();
    return $held >= 0.8 * $mib;
  });
  return $held / $mib;
}
my $share = $kind eq 'cpu' ? cpu_share() : memory_share();
printf "%d %% of what was asked for\n", 100 * $share;
exit($share >= 0.3 ? 0 : $share <= 0.1 ? 1 : 2);
)perl";

std::string program(std::string_view title, std::string_view body) {
  return process_program(title, fmt::format("{}{}", k_host, body));
}

std::string pid_file_of(const Change& change, const StressLoad& load) {
  return scratch_file(load.host, load.scope.run_id, change.id, "load");
}

std::vector<Arg> words_of(const Change& change, const StressLoad& load) {
  std::vector<Arg> words{pid_file_of(change, load), load.kind};
  words.insert(words.end(), load.words.begin(), load.words.end());
  return words;
}

Action daemon(const Change& change, const StressLoad& load, std::vector<Arg> words) {
  words.insert(words.begin(), "start-stop-daemon");
  for (const std::string& word : {std::string{"--pidfile"}, pid_file_of(change, load),
                                  std::string{"--exec"}, std::string{k_program}}) {
    words.emplace_back(word);
  }
  return {{load.host.name}, k_stop_deadline, Exec{std::move(words)}};
}

}  // namespace

void stress(Change& change, const StressLoad& load) {
  // Its workers end within a second of it, even where it is killed (seen with stress-ng 0.15). Exit
  // statuses of start-stop-daemon(8) --status: 0 = runs, 1 = it does not, though the pid file
  // is there, 3 = no pid file.
  constexpr int k_ended = 1;
  constexpr int k_absent = 3;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(load.scope.expires_after);
  std::vector<Arg> words = words_of(change, load);
  words.emplace_back(fmt::format("{}", seconds.count()));
  change.apply = run_program(load.host, program("starts stress-ng within limits", k_start),
                             std::move(words), k_start_deadline);
  change.verify = {daemon(change, load, {"--status"}),
                   {.status = 0},
                   {.status = k_absent},
                   Match{.status = k_ended}};
  change.revert =
      daemon(change, load,
             {"--stop", "--oknodo", "--quiet", "--remove-pidfile", "--retry", "TERM/3/KILL/3"});
  change.dead_man = DeadMan::server;
  change.expires_after = seconds;
  plant_note(change, load.host, load.scope.run_id, load.scope.fence_first);
}

Proof stress_proof(const Change& change, const StressLoad& load) {
  return {.name = "it loads the host as asked",
          .inside = true,
          .look = run_program(load.host, program("measures what stress-ng takes", k_prove),
                              words_of(change, load), k_proof_deadline),
          .confirms = {.status = 0},
          .refutes = {.status = 1}};
}

}  // namespace gameday
