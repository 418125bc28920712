// SPDX-License-Identifier: Apache-2.0
#include "injectors/trial.hpp"

#include <fmt/format.h>

#include "injectors/deadman.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_reach_deadline{2500};

}  // namespace

bool is_reached_by_network(const Host& host) { return host.transport == "ssh"; }

Trial trial_on(const HostRef& host, std::vector<Action> begin, std::vector<Action> last) {
  Exec nothing{{"true"}};
  nothing.anew = true;
  return {.lapses = k_trial,
          .begin = std::move(begin),
          .reach = {host, k_reach_deadline, std::move(nothing)},
          .last = std::move(last)};
}

void try_by_timer(Change& change, const Host& host, const std::string& run_id) {
  LiftTimer timer =
      lift_timer(change, host, fmt::format("{}-{}-trial", run_id, change.id), k_trial);
  std::vector<Action> begin = std::move(timer.start);
  begin.push_back(change.apply);
  change.unplant.push_back(timer.stop);  // where it was left to lapse
  change.trial = trial_on({host.name}, std::move(begin), {std::move(timer.stop)});
}

}  // namespace gameday
