// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a drill's file, its inventory and its runbook, there is a definition or there
// are problems, and each of them can be shown.
#include "drills/definition/load.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{fuzz::text_of(data, size)};
  const auto read = [&](std::string_view name, std::string_view, std::string_view) {
    return std::optional{SourceFile{std::string{name}, text}};
  };
  const Loaded loaded = load_drill({"drill.toml", text}, read, {}, {});
  fuzz::must(loaded.definition.has_value() == loaded.problems.empty());
  const std::string shown = render_all(loaded.problems, loaded.sources, false);
  fuzz::must(loaded.problems.empty() || !shown.empty());
  return 0;
}
