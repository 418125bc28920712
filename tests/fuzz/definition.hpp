// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "drills/plan/plan.hpp"
#include "tests/drills/definition/samples.hpp"
#include "tests/fuzz/must.hpp"

namespace gameday::fuzz {

/// There is a definition or there are problems, and each of them can be shown; what is sound can be
/// planned, or is refused in words.
inline void check_definition(const samples::Files& files) {
  const Loaded loaded = samples::load(files);
  must(loaded.definition.has_value() == loaded.problems.empty());
  for (const bool color : {false, true}) {
    const std::string shown = render_all(loaded.problems, loaded.sources, color);
    must(loaded.problems.empty() == shown.empty());
  }
  if (!loaded.definition) return;
  const auto make_table = [](const LedgerSpec& spec, const std::string&) {
    Change change;
    change.id = "ledger." + spec.name;
    return Result<Change>{change};
  };
  if (const auto plan = build_plan(*loaded.definition, "1a2b3c4d", make_table)) {
    must(!describe(*plan).empty());
    must(digests(*plan).plan.size() == 64);
  }
}

}  // namespace gameday::fuzz
