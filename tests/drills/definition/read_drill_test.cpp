// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/broken.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("unknown keys of a drill, at every level") {
  samples::check_broken({
      {"loss.toml", "fence =", "fense = 1\nfence =", 6, 1, 5, "unknown key `fense`", "`fence`"},
      {"loss.toml", "rto =", "rtoo = 1\nrto =", 9, 1, 4, "unknown key `rtoo`", "`rto`"},
      {"loss.toml", "every = \"20ms\"", "evry = 1\nevery = \"20ms\"", 17, 1, 4,
       "unknown key `evry` in [[probe]]", "`every`"},
      {"loss.toml", "class =", "klass = 1\nclass =", 22, 1, 5, "unknown key `klass`", "`class`"},
      {"loss.toml", "after =", "aftr = 1\nafter =", 30, 1, 4, "unknown key `aftr`", "`after`"},
      {"loss.toml", "bad_for = \"3s\"", "bad_fr = 1\nbad_for = \"3s\"", 43, 1, 6,
       "unknown key `bad_fr` in [[abort]]", "`bad_for`"},
      {"loss.toml", "bad_for = \"1s\"", "bad_for = \"1s\", badfor = 1", 5, 48, 6,
       "unknown key `badfor`", "`bad_for`"},
      {"loss.toml", "status = 200", "statuss = 200", 16, 12, 7, "unknown key `statuss` in `expect`",
       "`status`"},
      {"loss.toml", "[objectives]", "zebra = 1\n[objectives]", 8, 1, 5, "unknown key `zebra`",
       "known here: drill, title"},
      {"loss.toml", "[[abort]]", "[checks]\na = 1\n[[abort]]", 41, 2, 6, "unknown key `checks`",
       ""},
  });
}

TEST_CASE("unknown kinds and words") {
  samples::check_broken({
      {"loss.toml", "\"http\"", "\"htpp\"", 14, 8, 6, "unknown kind `htpp`", "`http`"},
      {"loss.toml", "\"postgres\"", "\"postgre\"", 23, 8, 9, "unknown kind `postgre`",
       "`postgres`"},
      {"loss.toml", "\"region_blackhole\"", "\"region_blackole\"", 28, 8, 17,
       "unknown kind `region_blackole`", "`region_blackhole`"},
      {"loss.toml", "kind = \"http\"", "kind = \"http\"\nlayer = \"ap\"", 15, 9, 4,
       "unknown layer `ap`", "`app`"},
      {"loss.toml", "kind = \"http\"", "kind = \"http\"\nclient = \"cashed\"", 15, 10, 8,
       "unknown client `cashed`", "cached"},
      {"loss.toml", "kind = \"http\"", "kind = \"http\"\nclient = [\"poled\"]", 15, 11, 7,
       "unknown client `poled`", "pooled"},
      {"loss.toml", "kind = \"tcp\"", "kind = \"tcp\"\nclient = \"pooled\"", 36, 10, 8,
       "a tcp probe cannot be a pooled client", "fresh or cached"},
      {"loss.toml", "fence =", "ends = \"failed-ovr\"\nfence =", 6, 8, 12, "unknown ends",
       "`failed-over`"},
      {"loss.toml", "fence =", "architecture = \"cold\"\nfence =", 6, 16, 6, "unknown architecture",
       "warm-standby"},
  });
}

TEST_CASE("missing units and wrong types") {
  samples::check_broken({
      {"loss.toml", "\"20ms\"", "20", 17, 9, 2, "`every` has no unit", "\"20ms\" or \"20s\""},
      {"loss.toml", "rto = \"10s\"", "rto = 10.5", 9, 7, 4, "`rto` has no unit", "\"10.5s\""},
      {"loss.toml", "\"18s\"", "\"18\"", 31, 9, 4, "`lasts` is no duration", "units are"},
      {"loss.toml", "\"18s\"", "\"18 seconds\"", 31, 9, 12, "no duration", "units are"},
      {"loss.toml", "\"18s\"", "true", 31, 9, 4, "not true or false", ""},
      {"loss.toml", "ledger = \"0s\"", "ledger = 0", 10, 18, 1, "`ledger` has no unit", "\"0s\""},
      {"loss.toml", "title = \"Region A goes dark\"", "title = 7", 2, 9, 1,
       "`title` must be a text, not an integer", ""},
      {"loss.toml", "judge = false", "judge = \"no\"", 39, 9, 4, "must be true or false", ""},
      {"loss.toml", "{ probe = \"shop\", bad_for = \"1s\" }", "\"always\"", 5, 14, 8,
       "`start_when` must be", "bad_for"},
      {"loss.toml", "{ status = 200, json = { writable = true } }", "200", 16, 10, 3,
       "`expect` must be a table", ""},
      {"loss.toml", "[[abort]]", "[abort]", 41, 1, 7, "`abort` must be a list of tables",
       "[[abort]]"},
      {"loss.toml", "title = \"Region A goes dark\"", "title = \"\"", 2, 9, 2, "`title` is empty",
       ""},
      {"loss.toml", "title = \"Region A goes dark\"", "title = 2026-11-23", 2, 9, 10,
       "not a date or time", ""},
  });
}

TEST_CASE("missing keys are told at the table that lacks them") {
  samples::check_broken({
      {"loss.toml", "drill = \"loss\"\n", "", 1, 1, 1, "missing key `drill` in the drill", ""},
      {"loss.toml", "inventory = \"two.toml\"\n", "", 1, 1, 1, "missing key `inventory`", ""},
      {"loss.toml", "url = \"http://shop.lab/healthz\"\n", "", 12, 1, 9, "missing key `url`", ""},
      {"loss.toml", "every = \"20ms\"\n", "", 12, 1, 9, "missing key `every` in [[probe]]", ""},
      {"loss.toml", "kind = \"postgres\"\n", "", 20, 1, 10, "missing key `kind`", ""},
      {"loss.toml", "lasts = \"18s\"\n", "", 27, 1, 9, "missing key `lasts` in [[fault]]", ""},
      {"loss.toml", "bad_for = \"3s\"\n", "", 41, 1, 9, "missing key `bad_for`", ""},
  });
}

TEST_CASE("values out of range, and names that are none") {
  samples::check_broken({
      {"loss.toml", "\"20ms\"", "\"0s\"", 17, 9, 4, "`every` must lie between 1ms and", ""},
      {"loss.toml", "\"18s\"", "\"48h\"", 31, 9, 5, "`lasts` must lie between", ""},
      {"loss.toml", "\"18s\"", "\"-18s\"", 31, 9, 6, "`lasts`", ""},
      {"loss.toml", "fence =", "availability = 99\nfence =", 6, 16, 2, "between 0.5 and 1", ""},
      {"loss.toml", "fence =", "availability = nan\nfence =", 6, 16, 3, "between 0.5 and 1", ""},
      {"loss.toml", "drill = \"loss\"", "drill = \"../loss\"", 1, 9, 9, "`drill` is no name",
       "letters"},
      {"loss.toml", "\"orders\"\nclass", "\"or ders\"\nclass", 21, 8, 9, "`name` is no name", ""},
  });
}

TEST_CASE("people take part, and faults are numbered by their kind") {
  samples::Files files;
  files.drill +=
      "[[people]]\nname = \"Ada\"\nrole = \"lead\"\n"
      "[[fault]]\nkind = \"region_blackhole\"\nregion = \"region-a\"\nlasts = \"18s\"\n";
  const Loaded loaded = samples::load(files);
  REQUIRE(loaded.definition);
  CHECK(loaded.definition->drill.people[0].name == "Ada");
  CHECK(loaded.definition->drill.faults[1].name == "region_blackhole-2");
  CHECK(loaded.definition->drill.faults[1].after == 5s);
}
