// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/load.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "tests/drills/definition/samples.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

std::string all_of(const Loaded& loaded) {
  return render_all(loaded.problems, loaded.sources, false);
}

}  // namespace

TEST_CASE("a sound drill is loaded with all that it names") {
  const Loaded loaded = samples::load({});
  REQUIRE_MESSAGE(loaded.definition, all_of(loaded));
  const Definition& definition = *loaded.definition;
  CHECK(definition.drill.name == "loss");
  CHECK(definition.drill.file == "loss.toml");
  CHECK(definition.drill.objectives.rto == 10s);
  CHECK(definition.drill.objectives.rpo.at("ledger") == 0s);
  CHECK(definition.drill.start_when->probe == "shop");
  CHECK(definition.drill.start_when->bad_for == 1s);
  REQUIRE(definition.drill.probes.size() == 2);
  CHECK(definition.drill.probes[0].every == 20ms);
  CHECK(definition.drill.probes[0].params.get<std::string>("url") == "http://shop.lab/healthz");
  CHECK_FALSE(definition.drill.probes[1].judge);
  CHECK(definition.drill.ledgers[0].data_class == "ledger");
  CHECK(definition.drill.ledgers[0].timeout == 500ms);
  CHECK(definition.drill.faults[0].name == "region_blackhole");
  CHECK(definition.drill.faults[0].params.get<std::string>("region") == "region-a");
  CHECK(definition.drill.aborts[0].bad_for == 3s);
  CHECK(definition.inventory.regions.at("region-a").networks.size() == 2);
  CHECK(definition.inventory.databases.at("orders").nodes.at("db-a").region == "region-a");
  CHECK(definition.inventory.databases.at("orders").password->name == "PGPASSWORD");
  CHECK(definition.inventory.traffic.at("front").slots[0].by_region.at("region-b") ==
        "10.77.2.10:5432");
  CHECK(definition.runbook.steps.size() == 3);
  CHECK(definition.runbook.steps[0].point_of_no_return);
  REQUIRE(definition.sources.size() == 3);
  CHECK(definition.sources[1].path == "two.toml");
  CHECK(definition.sources[2].text == samples::k_runbook);
}

TEST_CASE("defaults are filled in") {
  const Loaded loaded = samples::load({});
  REQUIRE(loaded.definition);
  CHECK(loaded.definition->drill.probes[0].good_within == 500ms);
  CHECK(loaded.definition->drill.stable_for == 5s);
  CHECK(loaded.definition->drill.give_up_after == 20s);
}

TEST_CASE("the lab's folder stands for its variable, and the lab can be chosen") {
  const Loaded loaded = samples::load({});
  REQUIRE(loaded.definition);
  CHECK(loaded.definition->inventory.databases.at("orders").nodes.at("db-a").control ==
        "/labs/default/sock-a");
  const Loaded other = samples::load({}, {{"labs", "/labs"}, {"lab_name", "mine"}});
  REQUIRE(other.definition);
  CHECK(other.definition->inventory.lab == "mine");
  CHECK(other.definition->inventory.traffic.at("front").socket == "/labs/mine/haproxy/api.sock");
}

TEST_CASE("problems of all files are told at once, file by file, line by line") {
  samples::Files files;
  files.drill = samples::with(files.drill, "every = \"20ms\"", "evry = \"20ms\"");
  files.drill = samples::with(files.drill, "title =", "titel =");
  files.others["two.toml"] =
      samples::with(files.others["two.toml"], "\"lab\"\nzone", "\"lap\"\nzone");
  files.others["over.toml"] = samples::with(files.others["over.toml"], "\"sql\"", "\"sqll\"");
  const Loaded loaded = samples::load(files);
  CHECK_FALSE(loaded.definition);
  std::vector<std::string> order;
  for (const Diagnostic& problem : loaded.problems) {
    order.push_back(problem.file + ":" + std::to_string(problem.line));
  }
  CHECK(order == std::vector<std::string>{"loss.toml:1", "loss.toml:2", "loss.toml:12",
                                          "loss.toml:17", "two.toml:17", "over.toml:5"});
}

TEST_CASE("a file that is not there is a problem of the drill that names it") {
  samples::Files files;
  files.others.clear();
  const Loaded loaded = samples::load(files);
  REQUIRE(loaded.problems.size() == 2);
  CHECK(loaded.problems[0].line == 3);
  CHECK(loaded.problems[0].column == 13);
  CHECK(loaded.problems[0].message.find("two.toml") != std::string::npos);
  CHECK(loaded.problems[1].line == 4);
}

TEST_CASE("a drill without a runbook is fine when nothing starts one") {
  samples::Files files;
  files.drill = samples::with(files.drill, "runbook = \"over.toml\"\n", "");
  files.drill =
      samples::with(files.drill, "start_when = { probe = \"shop\", bad_for = \"1s\" }\n", "");
  files.drill = samples::with(files.drill, "fence = \"stop-old\"\n", "");
  const Loaded loaded = samples::load(files);
  REQUIRE_MESSAGE(loaded.definition, all_of(loaded));
  CHECK(loaded.definition->runbook.steps.empty());
  CHECK(loaded.definition->sources.size() == 2);
}

TEST_CASE("a person can start the runbook, and the system can fence itself") {
  samples::Files files;
  files.drill = samples::with(files.drill, "{ probe = \"shop\", bad_for = \"1s\" }", "\"person\"");
  files.drill = samples::with(files.drill, "\"stop-old\"", "\"by-system\"");
  const Loaded loaded = samples::load(files);
  REQUIRE_MESSAGE(loaded.definition, all_of(loaded));
  CHECK(loaded.definition->drill.start_when->probe.empty());
}

TEST_CASE("an inventory can be loaded alone") {
  const SourceFile source{.path = "two.toml", .text = std::string{samples::k_inventory}};
  const LoadedInventory loaded = load_inventory(source, {{"labs", "/labs"}});
  REQUIRE(loaded.problems.empty());
  CHECK(loaded.inventory->find_host("region-b.db")->name == "db-b");
  CHECK_FALSE(load_inventory({.path = "x", .text = "a = ["}, {}).inventory);
}

TEST_CASE("a drill is told from an inventory") {
  CHECK(names_a_drill({.path = "", .text = std::string{samples::k_drill}}));
  CHECK_FALSE(names_a_drill({.path = "", .text = std::string{samples::k_inventory}}));
  CHECK_FALSE(names_a_drill({.path = "", .text = "drill = ["}));
}

TEST_CASE("secrets stay references, and one that is written out is not shown") {
  samples::Files files;
  files.others["two.toml"] =
      samples::with(files.others["two.toml"], "{ env = \"PGPASSWORD\" }", "\"hunter2\"");
  const Loaded loaded = samples::load(files);
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].message.find("refer to a secret") != std::string::npos);
  CHECK(all_of(loaded).find("hunter2") == std::string::npos);
}
