// SPDX-License-Identifier: Apache-2.0
#include "cli/run_world.hpp"

#include "lab/lab.hpp"

namespace gameday {

Result<std::unique_ptr<RunWorld>> RunWorld::open(const std::filesystem::path& run_folder) {
  auto inventory = frozen_inventory(run_folder);
  if (!inventory) return tl::unexpected(inventory.error());
  return std::make_unique<RunWorld>(std::move(*inventory));
}

bool lab_runs_no_more(std::string_view name, std::string_view identity) {
  const auto status = lab::status(name);
  return status && (!status->running || status->identity != identity);
}

bool no_lab_runs(std::string_view name) {
  const auto status = lab::status(name);
  return status && !status->running;
}

}  // namespace gameday
