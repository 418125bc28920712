// SPDX-License-Identifier: Apache-2.0
#include "cli/open_inventory.hpp"

#include <fmt/format.h>

#include "cli/run_world.hpp"
#include "cli/sources.hpp"

namespace gameday {

std::optional<Inventory> open_inventory(const std::string& name, const std::string& lab) {
  const auto source = disk_reader()(name, "", "drills");
  if (!source) {
    fmt::print(stderr, "gameday: could not read the inventory {}\n", name);
    return std::nullopt;
  }
  LoadedInventory loaded = load_inventory(*source, default_variables(lab));
  if (!loaded.inventory) {
    const std::vector<SourceFile> sources{*source};
    fmt::print(stderr, "{}", render_all(loaded.problems, sources, false));
  }
  return std::move(loaded.inventory);
}

bool leave_out_dead_lab(Inventory& inventory) {
  if (!inventory.lab || !no_lab_runs(*inventory.lab)) return false;
  const auto in_lab = [&inventory](const std::string& name) {
    const Host* host = inventory.find_host(name);
    return host != nullptr && host->transport == "lab";
  };
  for (auto* places : {&inventory.regions, &inventory.zones}) {
    for (auto& [name, place] : *places) std::erase_if(place.filtered_at, in_lab);
  }
  std::erase_if(inventory.hosts, [](const auto& host) { return host.second.transport == "lab"; });
  std::erase_if(inventory.databases, [&inventory](const auto& database) {
    return !inventory.hosts.contains(database.second.primary);
  });
  return true;
}

}  // namespace gameday
