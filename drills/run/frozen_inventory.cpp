// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "drills/definition/load.hpp"
#include "drills/record/disk.hpp"
#include "drills/run/recovery.hpp"

namespace gameday {

Result<Inventory> frozen_inventory(const std::filesystem::path& run_folder) {
  const auto file = run_folder / "inventory.toml";
  const auto text = read_file(file);
  if (!text) return tl::unexpected(text.error());
  const auto given = read_file(run_folder / "variables.json");
  if (!given) return tl::unexpected(given.error());
  Variables variables;
  const Json json = Json::parse(*given, nullptr, false);
  if (!json.is_object()) {
    return fail(ErrorKind::bad_input, "read", run_folder / "variables.json", "it is damaged");
  }
  for (const auto& [name, value] : json.items()) {
    if (value.is_string()) variables[name] = value.get<std::string>();
  }
  LoadedInventory loaded = load_inventory({file, *text}, variables);
  if (loaded.inventory) return std::move(*loaded.inventory);
  return fail(ErrorKind::bad_input, "read the inventory", file,
              loaded.problems.empty() ? "it is damaged" : loaded.problems.front().message);
}

}  // namespace gameday
