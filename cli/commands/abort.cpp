// SPDX-License-Identifier: Apache-2.0
// Stops a run safely from any terminal: what is to be put back is put back, in the right order.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "cli/commands.hpp"
#include "cli/stopping.hpp"

namespace gameday {
namespace {

ExitStatus abort_runs(const std::string& name, const std::string& why) {
  constexpr std::chrono::minutes k_patience{2};
  const std::vector<LivePointer> runs = live_runs_named(name);
  if (runs.empty()) {
    fmt::print(stderr, "no run is under way{}\n", name.empty() ? "" : " by the name " + name);
    return ExitStatus::refused;
  }
  if (name.empty() && runs.size() > 1) {
    fmt::print(stderr, "{} runs are under way; say which, or `gameday halt` for all:\n",
               runs.size());
    for (const LivePointer& run : runs) fmt::print(stderr, "  {}\n", run.run_id);
    return ExitStatus::bad_input;
  }
  for (const LivePointer& run : runs) {
    if (const auto asked = ask_to_abort(run, why); !asked) {
      fmt::print(stderr, "{}\n", asked.error().text());
      return ExitStatus::in_force;
    }
    fmt::print(stderr, "run {} is being stopped ...\n", run.run_id);
  }
  const std::vector<LivePointer> still = wait_until_ended(runs, k_patience);
  for (const LivePointer& run : still) {
    fmt::print(stderr, "run {} has not ended yet; look with `gameday status`\n", run.run_id);
  }
  return still.empty() ? ExitStatus::met : ExitStatus::in_force;
}

Act set_up(CLI::App& app) {
  auto name = std::make_shared<std::string>();
  auto why = std::make_shared<std::string>("asked to stop");
  app.add_option("run", *name, "the run; may be left out where only one is under way");
  app.add_option("--why", *why, "for the record");
  return [name, why] { return abort_runs(*name, *why); };
}

}  // namespace

const CliCommand k_command_abort{"abort", "stop a run safely, from any terminal", false, set_up};

}  // namespace gameday
