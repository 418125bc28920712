// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a drill's file, its inventory and its runbook, there is a definition or there
// are problems, and each of them can be shown. What is sound can be planned, or is refused in
// words.
#include "drills/plan/plan.hpp"
#include "tests/drills/definition/samples.hpp"
#include "tests/fuzz/must.hpp"

using namespace gameday;

namespace {

void check(const samples::Files& files) {
  const Loaded loaded = samples::load(files);
  fuzz::must(loaded.definition.has_value() == loaded.problems.empty());
  for (const bool color : {false, true}) {
    const std::string shown = render_all(loaded.problems, loaded.sources, color);
    fuzz::must(loaded.problems.empty() == shown.empty());
  }
  if (!loaded.definition) return;
  const auto make_table = [](const LedgerSpec& spec, const std::string&) {
    Change change;
    change.id = "ledger." + spec.name;
    return Result<Change>{change};
  };
  if (const auto plan = build_plan(*loaded.definition, "1a2b3c4d", make_table)) {
    fuzz::must(!describe(*plan).empty());
    fuzz::must(digests(*plan).plan.size() == 64);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text{fuzz::text_of(data, size)};
  samples::Files files;
  files.drill = text;
  check(files);
  for (const char* name : {"two.toml", "over.toml"}) {
    files = {};
    files.others[name] = text;
    check(files);
  }
  return 0;
}
