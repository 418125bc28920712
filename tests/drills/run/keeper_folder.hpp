// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <fstream>

namespace gameday {

/// Puts into a run's folder what a keeper reads besides the journal: an inventory of this machine.
inline void put_frozen_inventory(const std::filesystem::path& folder) {
  std::ofstream{folder / "inventory.toml"} << "environment = \"test\"\n"
                                              "[region.a]\nnetworks = [\"10.0.0.0/8\"]\n"
                                              "[host.here]\ntransport = \"local\"\n";
  std::ofstream{folder / "variables.json"} << "{}\n";
}

}  // namespace gameday
