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
#include "cli/open_inventory.hpp"

namespace gameday {
namespace {

struct Options {
  std::string inventory;
  std::string lab;
  std::string format = "text";
};

void append(std::vector<Ailment>& findings, std::vector<Ailment> more) {
  findings.insert(findings.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
}

ExitStatus examine(const Options& options) {
  std::vector<Ailment> findings = examine_leftovers();
  if (!options.inventory.empty()) {
    std::optional<Inventory> inventory = open_inventory(options.inventory, options.lab);
    if (!inventory) return ExitStatus::bad_input;
    if (leave_out_dead_lab(*inventory)) {
      findings.push_back({"lab " + *inventory->lab, Ailment::Weight::note,
                          "is not up: nothing is in force in it"});
    }
    append(findings, examine_inventory(*inventory, options.inventory));
  }
  append(findings, examine_machine());
  append(findings, examine_features());
  append(findings, examine_config());
  if (options.format == "json") {
    fmt::print("{}\n", to_json(findings).dump(2, ' ', false, Json::error_handler_t::replace));
  } else {
    fmt::print("{}", describe(findings));
  }
  return exit_status_of(findings);
}

Act set_up(CLI::App& app) {
  auto options = std::make_shared<Options>();
  auto* inventory = app.add_option("--inventory", options->inventory,
                                   "also look at every host of this inventory");
  app.add_option("--lab", options->lab, "the lab to look in, instead of the inventory's")
      ->needs(inventory);
  app.add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  return [options] { return examine(*options); };
}

}  // namespace

const CliCommand k_command_doctor{
    "doctor", "is this machine fit, and is anything left over from anyone's run", false, set_up};

}  // namespace gameday
