// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "injectors/deadman.hpp"
#include "injectors/queue_stall.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{5000};
/// Only one policy applies to a queue, the one with the highest priority.
constexpr int k_priority = 1'000'000;
/// guest:guest, which RabbitMQ itself accepts from its own host only.
constexpr const char* k_guest = "Basic Z3Vlc3Q6Z3Vlc3Q=";

/// A vhost in a path: "/" is written %2F.
std::string in_path(const std::string& name) {
  std::string path;
  for (const char c : name) {
    const bool plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    path += plain ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return path;
}

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
  Http http{.method = std::move(method), .url = stall.queue.api + path, .headers = {}, .body = {}};
  const Arg credentials = stall.queue.password ? Arg{*stall.queue.password} : Arg{k_guest};
  http.headers = {{"Authorization", credentials}, {"Content-Type", "application/json"}};
  http.body = std::move(body);
  return {{stall.host.name}, k_deadline, std::move(http)};
}

}  // namespace

Result<FaultPlan> stall_rabbitmq(const Stall& stall) {
  if (stall.queue.api.empty() || stall.queue.stream.empty()) {
    return cannot_plan(stall.scope, fmt::format("the queue {} needs `api` and `stream` (its name)",
                                                stall.queue.name));
  }
  const std::string policy = fmt::format("/policies/{}/gameday-{}-{}", in_path(stall.queue.vhost),
                                         stall.scope.run_id, in_path(stall.scope.fault));
  const Json definition{{"pattern", exactly(stall.queue.stream)},
                        {"definition", {{"max-length", 0}, {"overflow", "reject-publish"}}},
                        {"priority", k_priority},
                        {"apply-to", "queues"}};
  Change change;
  change.id = fmt::format("fault.{}.{}", stall.scope.fault, stall.host.name);
  change.summary = fmt::format("queue {} on {}: what is published is refused, by a policy",
                               stall.queue.name, stall.host.name);
  change.apply = ask(stall, "PUT", policy, {definition.dump()});
  change.verify = {ask(stall, "GET", policy), {.status = 200}, {.status = 404}};
  change.revert = ask(stall, "DELETE", policy);
  plant_note(change, stall.host, stall.scope.run_id, stall.scope.fence_first);
  FaultPlan result;
  result.proofs.push_back(
      {.name = "the policy applies to the queue",
       .look = ask(
           stall, "GET",
           fmt::format("/queues/{}/{}", in_path(stall.queue.vhost), in_path(stall.queue.stream))),
       .confirms = {.status = 200, .contains = {"gameday-" + stall.scope.run_id}},
       .refutes = {.status = 200}});
  result.asynchronous = true;  // the policy reaches the queue's process a little later
  result.changes.push_back(std::move(change));
  return result;
}

}  // namespace gameday
