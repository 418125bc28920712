// SPDX-License-Identifier: Apache-2.0
// What `lab up` starts: leaves for new namespaces and becomes the lab.
#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.hpp"
#include "lab/lab.hpp"

namespace gameday {
namespace {

Act set_up(CLI::App& app) {
  const auto options = std::make_shared<lab::Options>();
  const auto asynchronous = std::make_shared<bool>(false);
  app.add_option("--name", options->name, "name of the lab")->required();
  app.add_option("--asked", options->asked_ns, "when it was asked for, CLOCK_MONOTONIC in ns");
  app.add_flag("--async", *asynchronous, "region A does not wait for region B on commit");
  app.add_flag("--witness", options->witness, "a third zone");
  app.add_option("--with", options->with, "servers that only some drills need");
  return [options, asynchronous] {
    options->synchronous = !*asynchronous;
    return static_cast<ExitStatus>(lab::supervisor_main(*options));
  };
}

}  // namespace

const CliCommand k_command_lab_supervisor{"lab-supervisor", "first process of a lab", true, set_up};

}  // namespace gameday
