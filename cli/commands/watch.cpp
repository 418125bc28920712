// SPDX-License-Identifier: Apache-2.0
// Looks on while a run is under way, or tells how one went; changes nothing.
#include <poll.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/format.h>
#include <memory>

#include "cli/commands.hpp"
#include "cli/console/live.hpp"
#include "cli/console/terminal.hpp"
#include "cli/follow.hpp"
#include "drills/record/run_directory.hpp"

namespace gameday {
namespace {

bool is_under_way(const std::filesystem::path& folder) {
  return std::ranges::any_of(live_pointers(), [&](const LivePointer& run) {
    return run.folder == folder && is_alive(run);
  });
}

ExitStatus watch(const std::string& name) {
  constexpr int k_look_ms = 100;
  const Result<std::filesystem::path> folder = find_run(gameday_home(), name);
  if (!folder) {
    fmt::print(stderr, "{}\n", folder.error().text());
    return ExitStatus::bad_input;
  }
  TimelineFollower follower(*folder);
  const Plan nothing_planned;
  Live live(nothing_planned, stdout_has_colors());
  while (true) {
    // Looked at before the read: what ends in between is read in the next round.
    const bool goes_on = is_under_way(*folder);
    const std::vector<Event> events = follower.more();
    for (const Event& event : events) {
      if (const auto line = live.line(event)) fmt::print("{}\n", *line);
      if (std::holds_alternative<events::Finished>(event.body)) return ExitStatus::met;
    }
    std::fflush(stdout);
    if (!goes_on && events.empty()) {
      fmt::print(stderr, "the run ended without a last word; look with `gameday status`\n");
      return ExitStatus::unknown;
    }
    if (events.empty()) poll(nullptr, 0, k_look_ms);
  }
}

}  // namespace

const CliCommand k_command_watch{
    "watch", "look on while a run is under way", false, [](CLI::App& app) -> Act {
      auto name = std::make_shared<std::string>("last");
      app.add_option("RUN", *name, "the run; the last one where it is left out");
      return [name] { return watch(*name); };
    }};

}  // namespace gameday
