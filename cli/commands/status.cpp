// SPDX-License-Identifier: Apache-2.0
// Tells what is in force right now, by asking the world.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/run_views.hpp"

namespace gameday {
namespace {

ExitStatus show_status(const std::string& format) {
  const std::vector<RunView> runs = look_at_all_runs();
  if (format == "json") {
    fmt::print("{}\n", to_json(runs).dump(2, ' ', false, Json::error_handler_t::replace));
  } else {
    fmt::print("{}", describe(runs));
  }
  const bool left = std::ranges::any_of(runs, &RunView::left_something);
  return left ? ExitStatus::in_force : ExitStatus::met;
}

Act set_up(CLI::App& app) {
  auto format = std::make_shared<std::string>("text");
  app.add_option("--format", *format, "text or json")->check(CLI::IsMember({"text", "json"}));
  return [format] { return show_status(*format); };
}

}  // namespace

const CliCommand k_command_status{"status", "what is in force right now, by asking the world",
                                  false, set_up};

}  // namespace gameday
