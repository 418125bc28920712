// SPDX-License-Identifier: Apache-2.0
// Checks drills and all they name; contacts nothing. Every problem of every file is told.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/load_drill_file.hpp"

namespace gameday {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string lab;
  std::string format = "text";
};

Json to_json(const DrillFile& file) {
  Json problems = Json::array();
  for (const Diagnostic& problem : file.problems) {
    problems.push_back({{"file", problem.file},
                        {"line", problem.line},
                        {"column", problem.column},
                        {"message", problem.message},
                        {"hint", problem.hint}});
  }
  return {{"name", file.name}, {"valid", file.problems.empty()}, {"problems", problems}};
}

ExitStatus validate(const Options& options) {
  Json all = Json::array();
  bool valid = true;
  for (const std::string& name : options.files) {
    const DrillFile file = load_drill_file(name, options.lab, k_no_run_id);
    valid = valid && file.problems.empty();
    if (options.format == "json") {
      all.push_back(to_json(file));
    } else if (file.problems.empty()) {
      fmt::print("{}: valid\n", file.name);
    } else {
      print_problems(file);
    }
  }
  if (options.format == "json") {
    fmt::print("{}\n", all.dump(2, ' ', false, Json::error_handler_t::replace));
  }
  return valid ? ExitStatus::met : ExitStatus::bad_input;
}

}  // namespace

const CliCommand k_command_validate{
    "validate", "check definitions; contacts nothing", false, [](CLI::App& app) -> Act {
      auto options = std::make_shared<Options>();
      app.add_option("FILE", options->files, "drills, by path or by name")->required();
      app.add_option("--lab", options->lab, "the lab to check against, instead of the inventory's");
      app.add_option("--format", options->format, "text or json")
          ->check(CLI::IsMember({"text", "json"}));
      return [options] { return validate(*options); };
    }};

}  // namespace gameday
