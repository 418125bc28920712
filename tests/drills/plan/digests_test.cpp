// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.hpp"
#include "tests/drills/plan/planned.hpp"

using namespace gameday;

TEST_CASE("a plan's digest does not depend on the run") {
  const Digests one = digests(samples::plan({}, "1a2b3c4d"));
  const Digests two = digests(samples::plan({}, "deadbeef"));
  CHECK(one.plan == two.plan);
  CHECK(one.plan.size() == 64);
  CHECK(one.plan == digests(samples::plan({}, "00000000")).plan);
}

TEST_CASE("the files' digests are those of their bytes") {
  const Digests all = digests(samples::plan());
  CHECK(all.drill == sha256_hex(samples::k_drill));
  CHECK(all.inventory == sha256_hex(samples::k_inventory));
  CHECK(all.runbook == sha256_hex(samples::k_runbook));
  CHECK(digests(samples::plan(samples::without_runbook())).runbook.empty());
}

TEST_CASE("whatever changes what is done changes the plan's digest") {
  const std::string before = digests(samples::plan()).plan;
  samples::Files files;
  files.drill = samples::with(files.drill, "lasts = \"18s\"", "lasts = \"19s\"");
  CHECK(digests(samples::plan(files)).plan != before);
  files = {};
  files.others["two.toml"] =
      samples::with(files.others["two.toml"], "\"10.77.1.0/24\"", "\"10.77.3.0/24\"");
  CHECK(digests(samples::plan(files)).plan != before);
  files = {};
  files.others["over.toml"] = samples::with(files.others["over.toml"], "\"select pg_promote()\"",
                                            "\"select pg_promote(true)\"");
  CHECK(digests(samples::plan(files)).plan != before);
}

TEST_CASE("a comment changes the file's digest and not the plan's") {
  samples::Files files;
  files.drill += "# a word\n";
  CHECK(digests(samples::plan(files)).plan == digests(samples::plan()).plan);
  CHECK(digests(samples::plan(files)).drill != digests(samples::plan()).drill);
}
