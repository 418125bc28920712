// SPDX-License-Identifier: Apache-2.0
// Shows every change with its undo, every probe and step, and the blast radius; touches nothing.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/guards.hpp"
#include "cli/load_drill_file.hpp"
#include "drills/guard/guard.hpp"
#include "world/clock.hpp"

namespace gameday {
namespace {

struct Options {
  std::string file;
  std::string lab;
  std::string format = "text";
};

ExitStatus show_plan(const Options& options) {
  const DrillFile file = load_drill_file(options.file, options.lab, k_no_run_id);
  if (!file.plan) {
    print_problems(file);
    return ExitStatus::bad_input;
  }
  const LoadedGuards guards = load_operator_guards();
  if (!guards.guards) {
    print_problems(guards);
    return ExitStatus::bad_input;
  }
  const auto lines = guards_of(*file.plan, *guards.guards, RealClock{}.wall());
  if (options.format == "json") {
    Json plan = to_json(*file.plan);
    plan["guards"] = to_json(lines);
    fmt::print("{}\n", plan.dump(2, ' ', false, Json::error_handler_t::replace));
  } else {
    fmt::print("{}{}", describe(*file.plan), describe(lines));
  }
  return ExitStatus::met;
}

}  // namespace

const CliCommand k_command_plan{
    "plan", "show every change with its undo, and the blast radius; touches nothing", false,
    [](CLI::App& app) -> Act {
      auto options = std::make_shared<Options>();
      app.add_option("FILE", options->file, "a drill, by path or by name")->required();
      app.add_option("--lab", options->lab, "the lab to plan for, instead of the inventory's");
      app.add_option("--format", options->format, "text or json")
          ->check(CLI::IsMember({"text", "json"}));
      return [options] { return show_plan(*options); };
    }};

}  // namespace gameday
