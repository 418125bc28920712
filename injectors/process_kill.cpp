// SPDX-License-Identifier: Apache-2.0
// Breaks: the main process of a service, as a crash (KILL) or an orderly end (TERM) would; its
// connections are closed by the kernel. Heals: whoever restarts it (`restart = "by-system"`: seen
// to serve again within `restarts_within`), or nobody (`"by-gameday"`: down until the revert, else
// a timer on the host, starts it as the inventory says), and clients that go elsewhere meanwhile.
// Only the process that was found is hit, known by its start time; a kill itself has no undo.
#include <fmt/format.h>

#include "injectors/deadman.hpp"
#include "injectors/freeze.hpp"
#include "injectors/host_program.hpp"
#include "injectors/injectors.hpp"
#include "injectors/service_target.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::seconds k_end_deadline{20};    ///< of a TERM that is obeyed
constexpr std::chrono::seconds k_start_deadline{60};  ///< of a start until its pid file names it
constexpr std::chrono::seconds k_longest_wait{240};   ///< for the system's own restart

const ParamSpec k_params[] = {
    {.name = "service", .required = true, .help = "[service.x] of the inventory: what is killed"},
    {.name = "signal",
     .help = "to its main process",
     .fallback = "KILL",
     .one_of = {"KILL", "TERM"}},
    {.name = "restart",
     .help = "who starts it again; by gameday only once the fault is lifted",
     .fallback = "by-gameday",
     .one_of = {"by-gameday", "by-system"}},
    {.name = "restarts_within",
     .type = ParamType::duration,
     .help = "by-system: how soon it must serve again",
     .fallback = "30s"},
};

constexpr std::string_view k_find = R"perl(
my ($where) = @ARGV;
my $pid = main_pid($where) or die "$where names no process\n";
my %all = everybody();
die "$where names process $pid, which does not live\n" unless $all{$pid};
is_stranger($where, $pid) and die "$where is older than process $pid, which is a stranger\n";
guard(\%all, tree($pid, \%all));
print "pid: $pid\nstart: $all{$pid}{start}\nname: $all{$pid}{name}\n";
)perl";

/// A start is waited for until the pid file names a living process, because many return earlier.
constexpr std::string_view k_kill = R"perl(
my ($verb, $where, $pid, $start, @rest) = @ARGV;
sub lives_on { my $of = lives($pid); return $of && $of->{start} == $start }
sub is_back {
  my $now = main_pid($where) or return 0;
  my $of = lives($now) or return 0;
  return !($now == $pid && $of->{start} == $start) && !is_stranger($where, $now);
}
if ($verb eq 'look') {
  print lives_on() ? "alive\n" : is_back() ? "killed and back\n" : "killed and down\n";
} elsif ($verb eq 'kill') {
  my ($signal, $seconds) = @rest;
  exit 0 unless lives_on();
  kill $signal, $pid or $!{ESRCH} or die "process $pid: $!\n";
  wait_for($seconds, sub { !lives_on() }) or die "process $pid does not end by $signal\n";
} else {
  my $seconds = shift @rest;
  exit 0 if lives_on() || is_back();
  my $status = system { $rest[0] } @rest;
  wait_for($status ? 1 : $seconds, \&is_back) and exit 0;
  die "@rest: status $status, and $where names nobody who lives\n";
}
)perl";

constexpr std::string_view k_is_down = R"perl(
my ($where) = @ARGV;
my $pid = main_pid($where);
my $up = $pid && lives($pid) && !is_stranger($where, $pid);
print $up ? "up\n" : "down\n";
)perl";

constexpr std::string_view k_serves = R"perl(
my ($where, $seconds, @ready) = @ARGV;
open STDOUT, '>', '/dev/null';
my $end = time + $seconds;
do {
  my $pid = main_pid($where);
  my $up = $pid && lives($pid) && !is_stranger($where, $pid);
  exit 0 if $up && (!@ready || !system { $ready[0] } @ready);
  select undef, undef, undef, 0.1;
} while (time < $end);
exit 1;
)perl";

using Words = std::vector<std::string>;

struct Kill {
  const Service& service;
  const Host& host;
  std::string signal;
  Duration within;  ///< of the restart by the system

  [[nodiscard]] Action run(const Words& words, std::chrono::seconds deadline) const {
    std::vector<Arg> all{words.front(), process_source(service), Captured{"/pid"},
                         Captured{"/start"}};
    all.insert(all.end(), words.begin() + 1, words.end());
    return run_program(
        host, process_program("kills a process, or starts it again; looks which of it", k_kill),
        std::move(all), deadline);
  }

  /// A few seconds less than the action has, so that it tells why.
  [[nodiscard]] static std::string patience(std::chrono::seconds deadline) {
    constexpr std::chrono::seconds k_margin{5};
    return fmt::format("{}", (deadline - k_margin).count());
  }

  [[nodiscard]] Words start() const {
    if (!service.unit.empty()) return {"systemctl", "start", service.unit};
    return service.start;
  }
};

Change kill(const Kill& what, const FaultScope& scope) {
  Change change;
  change.id = fmt::format("fault.{}.{}", scope.fault, what.service.name);
  change.capture =
      run_program(what.host, process_program("finds the process, with its start", k_find),
                  {process_source(what.service)});
  change.capture_fields = {"pid=pid: ", "start=start: "};
  change.apply = what.run({"kill", what.signal, Kill::patience(k_end_deadline)}, k_end_deadline);
  change.verify.look = what.run({"look"}, std::chrono::seconds{5});
  return change;
}

/// Down until it is started.
Proof down_proof(const Kill& what) {
  return {.name = "its main process is gone",
          .inside = true,
          .look = run_program(what.host, process_program("looks whether it is down", k_is_down),
                              {process_source(what.service)}),
          .confirms = {.status = 0, .contains = {"down"}},
          .refutes = {.status = 0, .contains = {"up"}}};
}

FaultPlan by_gameday(const Kill& what, const FaultScope& scope) {
  Change change = kill(what, scope);
  change.summary = fmt::format("kills {} on {} ({}); it stays down until gameday starts it again",
                               what.service.name, what.host.name, what.signal);
  change.verify.in_force = {.status = 0, .contains = {"killed and down"}};
  change.verify.gone = {.status = 0, .without = {"down"}};
  Words words{"start", Kill::patience(k_start_deadline)};
  const Words start = what.start();
  words.insert(words.end(), start.begin(), start.end());
  change.revert = what.run(words, k_start_deadline);
  plant_timer(change, what.host, scope.run_id, scope.expires_after);
  plant_note(change, what.host, scope.run_id, scope.fence_first);
  FaultPlan plan;
  plan.proofs.push_back(down_proof(what));
  plan.changes.push_back(std::move(change));
  return plan;
}

/// Nothing is to be taken back: it is the system's part to start it again, which is proven.
FaultPlan by_system(const Kill& what, const FaultScope& scope) {
  Change change = kill(what, scope);
  change.summary = fmt::format("kills {} on {} ({}); the system is to start it again",
                               what.service.name, what.host.name, what.signal);
  change.verify.in_force = {.status = 0, .contains = {"killed"}};
  change.verify.gone = {.status = 0, .contains = {"alive"}};
  change.on_death = Fate::hold;
  change.on_abort = Fate::hold;
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(what.within);
  std::vector<Arg> words{process_source(what.service), fmt::format("{}", seconds.count())};
  words.insert(words.end(), what.service.ready.begin(), what.service.ready.end());
  FaultPlan plan;
  plan.proofs.push_back(
      {.name = fmt::format("it serves again within {}", format_duration(what.within)),
       .look = run_program(what.host, process_program("waits until it serves again", k_serves),
                           std::move(words), seconds + std::chrono::seconds{10}),
       .confirms = {.status = 0},
       .refutes = {.status = 1}});
  plan.changes.push_back(std::move(change));
  return plan;
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto target = service_target(params, scope);
  if (!target) return tl::unexpected(target.error());
  const Kill what{*target->service, *target->host, params.get<std::string>("signal", "KILL"),
                  params.get<Duration>("restarts_within", std::chrono::seconds{30})};
  if (!what.service.cgroup.empty()) {
    return cannot_plan(scope, "a cgroup has no main process to kill",
                       fmt::format("give {} a pid_file or a unit", what.service.name));
  }
  if (what.within <= Duration{} || what.within > k_longest_wait) {
    return cannot_plan(scope, "`restarts_within` is above 0, and at most 4m");
  }
  if (params.get<std::string>("restart") == "by-system") return by_system(what, scope);
  if (what.start().empty()) {
    return cannot_plan(scope,
                       fmt::format("nothing says how {} is started again", what.service.name),
                       "add `start` to it in the inventory, or write restart = \"by-system\"");
  }
  if (scope.fence_first && scope.inventory.database_at(what.host.name) != nullptr) {
    return cannot_plan(scope,
                       fmt::format("{} would start again after the fence, beside the new primary",
                                   what.service.name),
                       "write restart = \"by-system\"; the fence keeps it harmless");
  }
  return by_gameday(what, scope);
}

}  // namespace

const Injector k_injector_process_kill{
    .name = "process_kill",
    .summary = "the main process of a service killed, and whether it comes back",
    .breaks = "the service and its connections",
    .heals = "whoever restarts it, and clients that go elsewhere meanwhile",
    .params = k_params,
    .plan = plan,
    .dead_man = "a timer on the host that starts it; where the system does, that",
    .example = R"(service = "shop-a"
signal = "KILL"
restart = "by-gameday")",
};

}  // namespace gameday
