// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <fmt/format.h>

#include "injectors/deadman.hpp"
#include "injectors/own_look.hpp"
#include "injectors/queue_stall.hpp"
#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{3000};
/// A write that takes longer than this finds the server paused; timeout(1) says so by 124.
constexpr const char* k_patience = "0.3";
constexpr int k_timed_out = 124;

Action redis(const Stall& stall, std::vector<std::string> words, bool bounded = false) {
  std::vector<Arg> argv;
  if (bounded) argv = {"timeout", k_patience};
  for (const char* word : {"redis-cli", "-s"}) argv.emplace_back(word);
  argv.emplace_back(stall.node.control);
  std::ranges::move(words, std::back_inserter(argv));
  return {{stall.host.name}, k_deadline, Exec{std::move(argv), {}}};
}

/// The server holds every write and lets go by itself. A key of ours, gone after a millisecond,
/// shows whether it does.
Change pause(const Stall& stall) {
  const auto length = std::chrono::ceil<std::chrono::milliseconds>(stall.scope.expires_after);
  Change change;
  change.summary = fmt::format("the server holds all writes for {}", format_duration(length));
  change.apply = redis(stall, {"CLIENT", "PAUSE", std::to_string(length.count()), "WRITE"});
  change.verify = {redis(stall, {"SET", "gameday:" + stall.scope.run_id, "1", "PX", "1"}, true),
                   {.status = k_timed_out},
                   {.status = 0, .contains = {"OK"}}};
  change.revert = redis(stall, {"CLIENT", "UNPAUSE"});
  change.dead_man = DeadMan::server;
  change.expires_after = length;
  return change;
}

/// A right taken by ACL. Redis folds `-x` and a later `+x` of a user with all rights into what was
/// there before, so the list of users is then the same again, byte for byte.
Change bar(const Stall& stall, const std::string& command, std::vector<std::string> sample) {
  Change change;
  change.summary = fmt::format("the user {} may not {}", stall.user, command);
  change.apply = redis(stall, {"ACL", "SETUSER", stall.user, "-" + command});
  std::vector<std::string> look{"ACL", "DRYRUN", stall.user, command};
  std::ranges::move(sample, std::back_inserter(look));
  change.verify = {
      redis(stall, std::move(look)), {.contains = {"no permissions to run"}}, {.contains = {"OK"}}};
  change.revert = redis(stall, {"ACL", "SETUSER", stall.user, "+" + command});
  return change;
}

}  // namespace

Result<FaultPlan> stall_redis(const Stall& stall) {
  const std::string& stream = stall.queue.stream;
  if (stream.empty() && stall.how != "pause") {
    return cannot_plan(stall.scope, fmt::format("the queue {} names no stream", stall.queue.name));
  }
  Change change;
  if (stall.how == "pause") {
    change = pause(stall);
  } else if (stall.how == "bar-consumers") {
    change =
        bar(stall, "xreadgroup", {"GROUP", stall.queue.group, "gameday", "STREAMS", stream, ">"});
  } else {
    change = bar(stall, "xadd", {stream, "*", "gameday", "1"});
  }
  change.id = fmt::format("fault.{}.{}", stall.scope.fault, stall.host.name);
  change.summary =
      fmt::format("queue {} on {}: {}", stall.queue.name, stall.host.name, change.summary);
  if (change.dead_man == DeadMan::nobody) {
    plant_timer(change, stall.host, stall.scope.run_id, stall.scope.expires_after);
  }
  plant_note(change, stall.host, stall.scope.run_id, stall.scope.fence_first);
  return one_change(std::move(change), "the server says so, over the control path", true);
}

}  // namespace gameday
