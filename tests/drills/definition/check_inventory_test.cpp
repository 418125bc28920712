// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/broken.hpp"

using namespace gameday;

TEST_CASE("an inventory names only what is in it") {
  samples::check_broken({
      {"two.toml", "filtered_at = [\"router\"]", "filtered_at = [\"routr\"]", 10, 16, 7,
       "unknown host `routr`", "`router`"},
      {"two.toml", "region = \"region-a\"", "region = \"region-c\"", 21, 10, 10,
       "unknown region `region-c`", "`region-a`"},
      {"two.toml", "transport = \"lab\"", "transport = \"lap\"", 17, 13, 5,
       "unknown transport `lap`", "`lab`"},
      {"two.toml", "standby = \"db-b\"", "standby = \"db-b\"\nkind_of = 1", 41, 1, 7, "unknown key",
       ""},
      {"two.toml", "[database.orders.node.db-b]\ncontrol = \"${lab}/sock-b\"\n", "", 36, 1, 17,
       "missing table [database.orders.node.db-b]", "control path"},
      {"two.toml", "host = \"router\"", "host = \"balancer\"", 54, 8, 10, "unknown host `balancer`",
       "router"},
      {"two.toml", "region-b = \"10.77.2.10:5432\"", "region-d = \"10.77.2.10:5432\"", 59, 12, 17,
       "unknown region `region-d`", "`region-"},
      {"two.toml", "[database.orders.node.db-b]\n",
       "[database.orders.node.db-c]\ncontrol = \"/x\"\n"
       "[database.orders.node.db-b]\n",
       49, 1, 27, "unknown host `db-c`", "`db-a`"},
  });
}

TEST_CASE("the lab's transport needs a lab") {
  samples::Files files;
  files.others["two.toml"] = samples::with(files.others["two.toml"], "lab = \"default\"\n", "");
  const Loaded loaded = samples::load(files);
  const auto told = std::ranges::count_if(loaded.problems, [](const Diagnostic& problem) {
    return problem.message.find("names no lab") != std::string::npos;
  });
  CHECK(told == 3);
}

TEST_CASE("an inventory has a region") {
  const SourceFile source{.path = "x.toml", .text = "environment = \"test\"\n"};
  const LoadedInventory loaded = load_inventory(source, {});
  REQUIRE(loaded.problems.size() == 1);
  CHECK(loaded.problems[0].message == "an inventory without a region");
}
