// SPDX-License-Identifier: Apache-2.0
// Runs a command inside a lab, on one of its hosts; the transport `lab` is made of it.
#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.hpp"
#include "cli/raw_words.hpp"
#include "lab/lab.hpp"

namespace gameday {
namespace {

struct Wanted {
  std::string lab;
  std::string host;
  std::vector<std::string> argv;
};

Act set_up(CLI::App& app) {
  const auto wanted = std::make_shared<Wanted>();
  app.add_option("lab", wanted->lab, "name of the lab")->required();
  app.add_option("host", wanted->host, "name of a host of the lab")->required();
  app.add_option("argv", wanted->argv, "after --: the command")->required();
  // The command's own exit status, which may be any.
  return [wanted] {
    return static_cast<ExitStatus>(
        lab::enter_main(wanted->lab, wanted->host, words_after_dashes()));
  };
}

}  // namespace

const CliCommand k_command_enter{"enter", "run a command on a host of a lab", true, set_up};

}  // namespace gameday
