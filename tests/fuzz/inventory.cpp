// SPDX-License-Identifier: Apache-2.0
// Whatever stands in an inventory: with the drill that names it, and alone, as a recovery without
// any journal reads it.
#include "injectors/deadman.hpp"
#include "tests/fuzz/definition.hpp"

using namespace gameday;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  samples::Files files;
  files.others["two.toml"] = fuzz::text_of(data, size);
  fuzz::check_definition(files);
  const LoadedInventory alone =
      load_inventory({"two.toml", files.others["two.toml"]}, {{"labs", "/labs"}});
  fuzz::must(alone.inventory.has_value() == alone.problems.empty());
  if (!alone.inventory) return 0;
  for (const auto& [name, host] : alone.inventory->hosts) {
    fuzz::must(alone.inventory->find_host(name) != nullptr);
    fuzz::must(!describe(list_notes(host)).empty());
  }
  return 0;
}
