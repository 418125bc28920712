// SPDX-License-Identifier: Apache-2.0
// Refuses every start and aborts every run, until `gameday resume`: for a real incident.
#include <CLI/CLI.hpp>
#include <cerrno>
#include <fmt/format.h>
#include <fstream>
#include <memory>

#include "cli/commands.hpp"
#include "cli/stopping.hpp"
#include "drills/run/preflight.hpp"

namespace gameday {
namespace {

ExitStatus halt(const std::string& why) {
  constexpr std::chrono::minutes k_patience{2};
  const std::filesystem::path file = halt_file(gameday_home());
  std::error_code ignored;
  std::filesystem::create_directories(file.parent_path(), ignored);
  std::ofstream stream(file);
  stream << why << " (" << who_asks() << ")\n";
  stream.close();
  if (!stream) {
    fmt::print(stderr, "{}\n", fail_errno("halt", file, errno).value().text());
    return ExitStatus::internal;
  }
  const std::vector<LivePointer> runs = live_runs_named({});
  for (const LivePointer& run : runs) {
    // A run of another home does not see the halt file; it sees this.
    if (const auto asked = ask_to_abort(run, "halt: " + why); !asked) {
      fmt::print(stderr, "{}\n", asked.error().text());
    }
  }
  const std::vector<LivePointer> still = wait_until_ended(runs, k_patience);
  fmt::print(stderr, "halted: no drill starts until `gameday resume`; {} run{} stopped\n",
             runs.size() - still.size(), runs.size() - still.size() == 1 ? "" : "s");
  for (const LivePointer& run : still) {
    fmt::print(stderr, "run {} has not ended yet; look with `gameday status`\n", run.run_id);
  }
  return still.empty() ? ExitStatus::met : ExitStatus::in_force;
}

Act set_up(CLI::App& app) {
  auto why = std::make_shared<std::string>("halted by an operator");
  app.add_option("--why", *why, "for the record");
  return [why] { return halt(*why); };
}

}  // namespace

const CliCommand k_command_halt{"halt", "refuse every start and abort every run", false, set_up};

}  // namespace gameday
