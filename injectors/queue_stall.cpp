// SPDX-License-Identifier: Apache-2.0
// Breaks: a queue takes nothing in, or hands nothing out, while its server lives, or a consumer of
// it is frozen: jobs wait, and producers that do not expect it hang or fail. Heals: consumers that
// catch up once it is lifted, or others that take over; producers with a bound and a buffer of
// their own. The fault is lifted by its revert, else by the server's own time limit (pause), by a
// timer on the host (rights, a frozen consumer), or by our consumer's own (starve).
#include "injectors/queue_stall.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "injectors/freeze.hpp"
#include "injectors/injectors.hpp"
#include "injectors/service_target.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::array<std::string_view, 3> k_redis{"pause", "bar-consumers", "bar-producers"};

const ParamSpec k_params[] = {
    {.name = "queue", .required = true, .help = "the queue of the inventory"},
    {.name = "how",
     .required = true,
     .help = "pause, bar-consumers and bar-producers are Redis's, reject-publish and "
             "starve-consumers RabbitMQ's; freeze-consumer goes with any",
     .one_of = {"pause", "bar-consumers", "bar-producers", "reject-publish", "starve-consumers",
                "freeze-consumer"}},
    {.name = "on",
     .help = "the node's host; needed where the queue has several",
     .fallback = "the only node"},
    {.name = "user",
     .help = "Redis: whose right is taken",
     .fallback = "the inventory's consumer, else default"},
    {.name = "service",
     .help = "freeze-consumer: [service.x] of the inventory, which consumes from the queue"},
};

Result<const QueueNode*> node_of(const Params& params, const FaultScope& scope,
                                 const Queue& queue) {
  if (!params.has("on")) {
    if (queue.nodes.size() == 1) return &queue.nodes.begin()->second;
    return cannot_plan(scope,
                       fmt::format("the queue {} has {} nodes", queue.name, queue.nodes.size()),
                       "say `on` which host it is to stall");
  }
  const auto host = target_host(params, scope, "on");
  if (!host) return tl::unexpected(host.error());
  const auto found = queue.nodes.find((*host)->name);
  if (found != queue.nodes.end()) return &found->second;
  return cannot_plan(scope,
                     fmt::format("the queue {} has no node on {}", queue.name, (*host)->name));
}

std::string user_of(const Params& params, const Queue& queue) {
  if (params.has("user")) return params.get<std::string>("user");
  return queue.consumer.empty() ? "default" : queue.consumer;
}

/// Whatever the queue is.
Result<FaultPlan> freeze_consumer(const Params& params, const FaultScope& scope,
                                  const Queue& queue) {
  if (!params.has("service")) {
    return cannot_plan(scope, "`how` = \"freeze-consumer\" needs a `service`");
  }
  const auto target = service_target(params, scope);
  if (!target) return tl::unexpected(target.error());
  const auto& [service, host] = *target;
  return freeze_fault(*service, *host, scope,
                      fmt::format("queue {}: freezes its consumer {} on {}, every process of it",
                                  queue.name, service->name, host->name));
}

Result<FaultPlan> plan(const Params& params, const FaultScope& scope) {
  const auto queue = target_queue(params, scope);
  if (!queue) return tl::unexpected(queue.error());
  const auto how = params.get<std::string>("how");
  if (how == "freeze-consumer") return freeze_consumer(params, scope, **queue);
  if (params.has("service")) {
    return cannot_plan(scope, "`service` goes with how = \"freeze-consumer\", and only with that");
  }
  const auto node = node_of(params, scope, **queue);
  if (!node) return tl::unexpected(node.error());
  const Host* host = scope.inventory.find_host((*node)->host);
  if (host == nullptr) return cannot_plan(scope, "there is no host " + (*node)->host);
  const bool for_redis = std::ranges::find(k_redis, how) != k_redis.end();
  if (for_redis != ((*queue)->kind == "redis")) {
    return cannot_plan(
        scope, fmt::format("`{}` is no way to stall a queue of the kind {}", how, (*queue)->kind));
  }
  const Stall stall{.scope = scope,
                    .queue = **queue,
                    .node = **node,
                    .host = *host,
                    .how = how,
                    .user = user_of(params, **queue)};
  return for_redis ? stall_redis(stall) : stall_rabbitmq(stall);
}

}  // namespace

const Injector k_injector_queue_stall{
    .name = "queue_stall",
    .summary = "a queue takes nothing in, or hands nothing out",
    .breaks = "writes to the queue, or reads from it; its backlog grows",
    .heals = "consumers that catch up afterwards; producers that are bounded meanwhile",
    .params = k_params,
    .plan = plan,
    .dead_man =
        "the server itself (pause), a timer on the host (rights, a frozen consumer), our "
        "consumer's own deadline (starve-consumers), nobody (reject-publish)",
    .example = R"(queue = "jobs"
how = "pause"
on = "queue-a")",
};

}  // namespace gameday
