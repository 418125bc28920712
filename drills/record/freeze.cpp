// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <nlohmann/json.hpp>

#include "drills/record/disk.hpp"
#include "drills/record/timeline.hpp"

namespace gameday {
namespace {

/// Definition::sources are in this order.
constexpr std::array k_frozen_names{"drill.toml", "inventory.toml", "runbook.toml",
                                    "failback.toml"};

}  // namespace

Result<void> freeze(const std::filesystem::path& run_folder, const Definition& definition,
                    const Json& plan) {
  const std::size_t count = std::min(definition.sources.size(), k_frozen_names.size());
  for (std::size_t index = 0; index < count; ++index) {
    const auto file = run_folder / k_frozen_names[index];
    if (auto written = write_synced(file, definition.sources[index].text); !written) {
      return written;
    }
  }
  Json variables = Json::object();
  for (const auto& [name, value] : definition.variables) variables[name] = value;
  if (auto written = write_synced(run_folder / "variables.json", variables.dump(2) + "\n");
      !written) {
    return written;
  }
  return write_synced(run_folder / "plan.json", plan.dump(2) + "\n");
}

}  // namespace gameday
