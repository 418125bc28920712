// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/plan/planned.hpp"

using namespace gameday;

namespace {

std::string all_of(const Plan& plan) {
  std::string text;
  for (const Death& death : deaths(plan)) text += death.when + ": " + death.then + "\n";
  return text;
}

bool says(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("behind a promotion the keeper fences first, and nobody does without it") {
  const std::string text = all_of(samples::plan());
  CHECK(says(text, "after the step promote-b: the keeper first fences the old primary (stop-old)"));
  CHECK(says(text, "the service stays in region-b"));
  CHECK(says(text, "NOT FENCED"));
  CHECK(says(text, "lapses by itself 33s after its onset"));
  CHECK(says(text, "after the heal: what the failover did stays in force: region-b serves"));
}

TEST_CASE("without a failover everything is lifted") {
  const std::string text = all_of(samples::plan(samples::without_runbook()));
  CHECK(says(text, "the keeper lifts it at once, and drops the ledgers' tables"));
  CHECK(says(text, "lapses by itself 18s after its onset"));
  CHECK_FALSE(says(text, "fence"));
  CHECK_FALSE(says(text, "stays in force"));
}

TEST_CASE("a system that fences itself is taken at its word, and told to") {
  samples::Files files;
  files.drill = samples::with(files.drill, "\"stop-old\"", "\"by-system\"");
  CHECK(says(all_of(samples::plan(files)), "or both regions accept writes"));
}
