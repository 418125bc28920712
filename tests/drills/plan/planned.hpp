// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include "drills/plan/plan.hpp"
#include "tests/drills/definition/samples.hpp"

namespace gameday::samples {

/// Stands in for the kinds of ledgers, which live above this part.
inline Result<Change> make_table(const LedgerSpec& spec, const std::string& table) {
  Change change;
  change.id = "ledger." + spec.name;
  change.summary = "the table " + table;
  change.apply.what = Sql{.database = spec.database, .node = {}, .statement = "create " + table};
  change.revert = change.apply;
  return change;
}

inline Result<Plan> try_plan(const Files& files, const std::string& run_id = "1a2b3c4d") {
  Loaded loaded = load(files);
  INFO(render_all(loaded.problems, loaded.sources, false));
  REQUIRE(loaded.definition);
  return build_plan(std::move(*loaded.definition), run_id, make_table);
}

inline Plan plan(const Files& files = {}, const std::string& run_id = "1a2b3c4d") {
  Result<Plan> built = try_plan(files, run_id);
  if (!built) FAIL(built.error().text());
  return std::move(*built);
}

/// The sample without anything that promotes: no runbook at all.
inline Files without_runbook() {
  Files files;
  files.drill = with(files.drill, "runbook = \"over.toml\"\n", "");
  files.drill = with(files.drill, "start_when = { probe = \"shop\", bad_for = \"1s\" }\n", "");
  files.drill = with(files.drill, "fence = \"stop-old\"\n", "");
  return files;
}

}  // namespace gameday::samples
