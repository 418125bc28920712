// SPDX-License-Identifier: Apache-2.0
// Runs an agent: work of a change that takes several requests, or that holds something open.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <iostream>
#include <iterator>
#include <memory>
#include <vector>

#include "base/catalog.hpp"
#include "cli/commands.hpp"
#include "cli/raw_words.hpp"
#include "world/agents.hpp"

namespace gameday {
namespace {

struct Options {
  std::string name;
  std::vector<std::string> argv;
};

std::string read_input() { return {std::istreambuf_iterator<char>{std::cin}, {}}; }

int status_of(const Error& error) {
  if (error.kind == ErrorKind::absent) return 2;
  return error.kind == ErrorKind::refused ? 3 : 1;
}

ExitStatus run(const Options& options) {
  const std::vector<std::string> words = words_after_dashes();
  const Agent* agent = find_kind(agents(), options.name);
  const Result<std::string> printed =
      agent != nullptr ? agent->run({words, read_input})
                       : Result<std::string>{fail(ErrorKind::bad_input, "run the agent",
                                                  options.name, "there is none of that name")};
  if (!printed) {
    fmt::print(stderr, "gameday: {}\n", printed.error().text());
    return static_cast<ExitStatus>(status_of(printed.error()));
  }
  fmt::print("{}", *printed);
  return ExitStatus::met;
}

}  // namespace

const CliCommand k_command_agent{
    "agent", "do the work of a change that takes more than one request", true,
    [](CLI::App& app) -> Act {
      auto options = std::make_shared<Options>();
      app.add_option("NAME", options->name, "which")->required();
      app.add_option("argv", options->argv, "after --: what it is called with");
      return [options] { return run(*options); };
    }};

}  // namespace gameday
