// SPDX-License-Identifier: Apache-2.0
// Holds packets back through a queue of the kernel's (NFQUEUE) and a holder that lets each go when
// its time has come, in order. The rules stand at the end of the mangle table's FORWARD, because a
// packet that comes back from the queue skips the rest of its table. What heals it: revert takes
// the rules and the holder away; a dead holder, by its own deadline or by SIGKILL, holds nothing.
#include "injectors/packet_delay.hpp"

#include <fmt/format.h>

#include <charconv>

#include "injectors/cut.hpp"
#include "injectors/deadman.hpp"
#include "injectors/host_program.hpp"
#include "injectors/mechanisms/iptables_rules.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{10'000};
// start-stop-daemon(8), --status
constexpr int k_ended = 1;
constexpr int k_no_pid_file = 3;
constexpr unsigned k_first_queue = 1024;
constexpr unsigned k_queues = 60'000;
constexpr std::size_t k_most_rules = 300;  // as many as an ordinary user can send at once

/// One that differs from fault to fault; somebody else's is refused by the kernel.
unsigned queue_of(const FaultScope& scope) {
  const std::string mark = mark_of(scope.run_id + "/" + scope.fault);
  unsigned number = 0;
  std::from_chars(mark.data(), mark.data() + mark.size(), number, 16);
  return k_first_queue + number % k_queues;
}

std::string microseconds(Duration length) {
  return std::to_string(std::chrono::ceil<std::chrono::microseconds>(length).count());
}

Change holder(const PacketDelay& delay) {
  const FaultScope& scope = delay.scope;
  Change change;
  change.id = fmt::format("fault.{}.{}.queue", scope.fault, delay.host.name);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(scope.expires_after);
  const std::string pid_file = scratch_file(delay.host, scope.run_id, change.id, "pid");
  const auto control = [&](std::vector<Arg> argv) {
    argv.insert(argv.begin(), "start-stop-daemon");
    argv.insert(argv.end(), {"--pidfile", pid_file});
    return Action{{delay.host.name}, k_deadline, Exec{std::move(argv), {}}};
  };
  change.summary =
      fmt::format("a holder of packet queue {} on {}: delay {}, jitter {}", queue_of(scope),
                  delay.host.name, format_duration(delay.delay), format_duration(delay.jitter));
  change.apply = control({"--start", "--background", "--make-pidfile"});
  auto& argv = std::get<Exec>(change.apply.what).argv;
  for (const std::string& word :
       {std::string{"--startas"}, std::string{"@gameday"}, std::string{"--"}, std::string{"agent"},
        std::string{"delay_queue"}, std::string{"--"}, std::to_string(queue_of(scope)),
        microseconds(delay.delay), microseconds(delay.jitter), std::to_string(seconds.count()),
        scope.run_id}) {
    argv.emplace_back(word);
  }
  change.verify = {
      control({"--status"}), {.status = 0}, {.status = k_no_pid_file}, Match{.status = k_ended}};
  change.revert = control({"--stop", "--oknodo", "--quiet", "--remove-pidfile"});
  change.dead_man = DeadMan::timer;
  change.expires_after = seconds;
  plant_note(change, delay.host, scope.run_id, scope.fence_first);
  return change;
}

/// "-d 10.77.2.0/24", or with each source before it.
std::vector<std::string> matches(const std::vector<std::string>& from,
                                 const std::vector<std::string>& to, bool from_all) {
  std::vector<std::string> texts;
  for (const std::string& target : to) {
    if (from_all) texts.push_back("-d " + target);
    for (const std::string& source : from) {
      texts.push_back(fmt::format("-s {} -d {}", source, target));
    }
  }
  return texts;
}

Change rules(const PacketDelay& delay, const CutTag& tag, bool v6,
             const std::vector<std::string>& all) {
  const std::string tool = v6 ? "ip6tables" : "iptables";
  const std::string chain = iptables::chain_of(tag);
  const std::string jump = iptables::jump_rule(tag);
  const auto run = [&](std::vector<Arg> argv, std::string script = {}) {
    Text input;
    if (!script.empty()) input.emplace_back("*mangle\n" + script + "COMMIT\n");
    return Action{{delay.host.name}, k_deadline, Exec{std::move(argv), std::move(input)}};
  };
  std::string script =
      fmt::format("-N {0}\n-A {0} {1}\n-A FORWARD {2}\n", chain, iptables::comment_of(tag), jump);
  for (const std::string& match : all) {
    script += fmt::format(
        "-A {} {} -m comment --comment \"gameday run={}\" -j NFQUEUE --queue-num "
        "{} --queue-bypass\n",
        chain, match, tag.run_id, queue_of(delay.scope));
  }
  Change change;
  change.id = fmt::format("fault.{}.{}.ipv{}", delay.scope.fault, delay.host.name, v6 ? 6 : 4);
  change.summary = fmt::format("{} chain {} on {} sends packets through the queue {}", tool, chain,
                               delay.host.name, queue_of(delay.scope));
  change.apply = run({tool + "-restore", "--noflush", "--wait", "5"}, script);
  change.verify = {.look = run({tool, "-w", "5", "-t", "mangle", "-n", "-v", "-x", "-L", chain}),
                   .in_force = {.contains = {fmt::format("Chain {} (1 references)", chain),
                                             to_string(tag), " NFQUEUE "}},
                   .gone = {.status = 1, .contains = {"chain"}},
                   .inert = Match{.contains = {fmt::format("Chain {} (", chain), to_string(tag)}}};
  change.revert = run({tool + "-restore", "--noflush", "--wait", "5"},
                      fmt::format("-D FORWARD {0}\n-F {1}\n-X {1}\n", jump, chain));
  change.dead_man = DeadMan::timer;
  change.expires_after = delay.scope.expires_after;
  plant_note(change, delay.host, delay.scope.run_id, delay.scope.fence_first);
  return change;
}

}  // namespace

Result<std::vector<Change>> delay_packets(const PacketDelay& delay) {
  if (delay.host.transport != "lab" && delay.host.transport != "local") {
    return cannot_plan(delay.scope,
                       fmt::format("gameday itself is needed on {} to hold packets back, and is "
                                   "not on a host reached by {}",
                                   delay.host.name, delay.host.transport),
                       "use mechanism = \"netem\" there");
  }
  CutSpec ends;
  ends.run_id = delay.scope.run_id;
  ends.fault = delay.scope.fault;
  ends.networks = delay.to;
  ends.peers = delay.from;
  ends.expires_after = delay.scope.expires_after;
  ends.fence_first = delay.scope.fence_first;
  const auto targets = read_targets(ends);
  if (!targets) return tl::unexpected(targets.error());
  std::vector<Change> changes{holder(delay)};
  for (const bool v6 : {false, true}) {
    const auto all = matches(v6 ? targets->peers_v6 : targets->peers_v4,
                             v6 ? targets->v6 : targets->v4, delay.from.empty());
    if (all.empty()) continue;
    if (all.size() > k_most_rules) {
      return cannot_plan(delay.scope, fmt::format("iptables would need {} rules", all.size()),
                         "use mechanism = \"netem\"");
    }
    changes.push_back(rules(delay, tag_of(ends), v6, all));
  }
  return changes;
}

}  // namespace gameday
