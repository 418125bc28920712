// SPDX-License-Identifier: Apache-2.0
// Checks drills and all they name; contacts nothing. Every problem of every file is told, once.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

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

using Told = std::set<std::tuple<std::string, int, int, std::string>>;

/// What stands in an inventory or a runbook that several drills name is told with the first of
/// them.
void tell_problems(DrillFile& file, Told& told) {
  const std::size_t again = std::erase_if(file.problems, [&](const Diagnostic& problem) {
    return !told.emplace(problem.file, problem.line, problem.column, problem.message).second;
  });
  print_problems(file);
  if (again == 0) return;
  fmt::print(stderr, "{}: not valid: {} problem{} of what it names, told above\n", file.name, again,
             again == 1 ? "" : "s");
}

ExitStatus validate(const Options& options) {
  Json all = Json::array();
  Told told;
  bool valid = true;
  for (const std::string& name : options.files) {
    DrillFile file = load_drill_file(name, options.lab, k_no_run_id);
    valid = valid && file.problems.empty();
    if (options.format == "json") {
      all.push_back(to_json(file));
    } else if (file.problems.empty()) {
      fmt::print("{}: valid\n", file.name);
    } else {
      tell_problems(file, told);
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
