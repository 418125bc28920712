// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "injectors/deadman.hpp"
#include "injectors/queue_stall.hpp"
#include "injectors/rabbitmq_api.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

/// Only one policy applies to a queue, the one with the highest priority.
constexpr int k_priority = 1'000'000;

/// Above every consumer that a team would write.
constexpr int k_consumer_priority = 100;
/// As long as a broker may take to answer a subscription.
constexpr int k_begin_s = 10;
constexpr std::chrono::seconds k_start_patience{k_begin_s + 2};
constexpr std::chrono::seconds k_stop_patience{10};
// start-stop-daemon(8), --status
constexpr int k_ended = 1;
constexpr int k_no_pid_file = 3;

/// The queue's name as a pattern that fits it alone.
std::string exactly(const std::string& name) {
  std::string pattern = "^";
  for (const char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_') pattern += '\\';
    pattern += c;
  }
  return pattern + "$";
}

Action ask(const Stall& stall, std::string method, const std::string& path, Text body = {}) {
  return ask_rabbitmq(stall.queue, stall.host.name, std::move(method), path, std::move(body));
}

Change change_of(const Stall& stall, const std::string& what) {
  Change change;
  change.id = fmt::format("fault.{}.{}", stall.scope.fault, stall.host.name);
  change.summary = fmt::format("queue {} on {}: {}", stall.queue.name, stall.host.name, what);
  return change;
}

FaultPlan refuse_publishers(const Stall& stall) {
  const std::string policy = fmt::format("/policies/{}/gameday-{}-{}", in_path(stall.queue.vhost),
                                         stall.scope.run_id, in_path(stall.scope.fault));
  const Json definition{{"pattern", exactly(stall.queue.stream)},
                        {"definition", {{"max-length", 0}, {"overflow", "reject-publish"}}},
                        {"priority", k_priority},
                        {"apply-to", "queues"}};
  Change change = change_of(stall, "what is published is refused, by a policy");
  change.apply = ask(stall, "PUT", policy, {definition.dump()});
  change.verify = {ask(stall, "GET", policy), {.status = 200}, {.status = 404}};
  change.revert = ask(stall, "DELETE", policy);
  plant_note(change, stall.host, stall.scope.run_id, stall.scope.fence_first);
  FaultPlan result;
  result.proofs.push_back(
      {.name = "the policy applies to the queue",
       .look = ask(stall, "GET", queue_path(stall.queue)),
       .confirms = {.status = 200, .contains = {"gameday-" + stall.scope.run_id}},
       .refutes = {.status = 200}});
  result.asynchronous = true;  // the policy reaches the queue's process a little later
  result.changes.push_back(std::move(change));
  return result;
}

/// Where the agent finds the credentials; never what they are.
std::string credentials_of(const Queue& queue) {
  if (!queue.password) return "guest";
  const bool from_file = queue.password->from == SecretRef::From::file;
  return (from_file ? "file:" : "env:") + queue.password->name;
}

Action control(const Stall& stall, std::vector<std::string> words, std::chrono::seconds patience) {
  std::vector<Arg> argv{"start-stop-daemon"};
  std::ranges::move(words, std::back_inserter(argv));
  return {{stall.host.name}, patience, Exec{std::move(argv), {}}};
}

/// What the broker lists may be some seconds old: whether the holder lives is asked of its host,
/// and the list is the proof.
FaultPlan starve_consumers(const Stall& stall) {
  const std::string tag = fmt::format("gameday-{}-{}", stall.scope.run_id, stall.scope.fault);
  const std::string pid_file = fmt::format("{}/gameday/{}.{}.holder.pid", stall.host.scratch,
                                           stall.scope.run_id, stall.scope.fault);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(stall.scope.expires_after);
  Change change = change_of(stall, "a consumer of ours takes every message first, and keeps it");
  change.apply = control(stall,
                         {"--start",
                          "--background",
                          "--notify-await",
                          "--notify-timeout",
                          std::to_string(k_begin_s),
                          "--make-pidfile",
                          "--pidfile",
                          pid_file,
                          "--startas",
                          "@gameday",
                          "--",
                          "agent",
                          "amqp_hold",
                          "--",
                          stall.node.control,
                          stall.queue.vhost,
                          credentials_of(stall.queue),
                          stall.queue.stream,
                          tag,
                          std::to_string(k_consumer_priority),
                          std::to_string(seconds.count())},
                         k_start_patience);
  change.verify = {control(stall, {"--status", "--pidfile", pid_file}, k_stop_patience),
                   {.status = 0},
                   {.status = k_no_pid_file},
                   Match{.status = k_ended}};
  change.revert = control(stall,
                          {"--stop", "--oknodo", "--quiet", "--remove-pidfile", "--retry",
                           "TERM/4/KILL/2", "--pidfile", pid_file},
                          k_stop_patience);
  change.dead_man = DeadMan::timer;
  change.expires_after = seconds;
  plant_note(change, stall.host, stall.scope.run_id, stall.scope.fence_first);
  FaultPlan result;
  result.proofs.push_back({.name = "the broker lists our consumer",
                           .look = ask(stall, "GET", "/consumers/" + in_path(stall.queue.vhost)),
                           .confirms = {.status = 200, .contains = {tag}},
                           .refutes = {.status = 200}});
  result.asynchronous = true;
  result.changes.push_back(std::move(change));
  return result;
}

}  // namespace

Result<FaultPlan> stall_rabbitmq(const Stall& stall) {
  if (stall.queue.api.empty() || stall.queue.stream.empty()) {
    return cannot_plan(stall.scope, fmt::format("the queue {} needs `api` and `stream` (its name)",
                                                stall.queue.name));
  }
  return stall.how == "starve-consumers" ? starve_consumers(stall) : refuse_publishers(stall);
}

}  // namespace gameday
