// SPDX-License-Identifier: Apache-2.0
// Tells whether this machine is fit for drills, and whether anything is left over from anyone's
// run.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands.hpp"
#include "cli/doctor.hpp"

namespace gameday {
namespace {

ExitStatus examine(const std::string& format) {
  std::vector<Ailment> findings = examine_leftovers();
  std::vector<Ailment> machine = examine_machine();
  findings.insert(findings.end(), std::make_move_iterator(machine.begin()),
                  std::make_move_iterator(machine.end()));
  if (format == "json") {
    fmt::print("{}\n", to_json(findings).dump(2, ' ', false, Json::error_handler_t::replace));
  } else {
    fmt::print("{}", describe(findings));
  }
  return exit_status_of(findings);
}

Act set_up(CLI::App& app) {
  auto format = std::make_shared<std::string>("text");
  app.add_option("--format", *format, "text or json")->check(CLI::IsMember({"text", "json"}));
  return [format] { return examine(*format); };
}

}  // namespace

const CliCommand k_command_doctor{
    "doctor", "is this machine fit, and is anything left over from anyone's run", false, set_up};

}  // namespace gameday
