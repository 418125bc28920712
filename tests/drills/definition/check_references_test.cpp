// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/broken.hpp"

using namespace gameday;

TEST_CASE("what drill and runbook name is in the inventory") {
  samples::check_broken({
      {"loss.toml", "region = \"region-a\"", "region = \"region-x\"", 29, 10, 10,
       "unknown region `region-x`", "`region-a`"},
      {"loss.toml", "database = \"orders\"", "database = \"order\"", 24, 12, 7,
       "unknown database `order`", "`orders`"},
      {"loss.toml", "database = \"orders\"", "database = \"orders\"\nfrom = \"region-q\"", 25, 8,
       10, "unknown region `region-q`", ""},
      {"loss.toml", "\"region-b.db\"", "\"region-b.bd\"", 36, 10, 13, "unknown host `region-b.bd`",
       "`region-b.db`"},
      {"loss.toml", "\"region-b.db\"", "\"router\"", 36, 10, 8, "has no address and port", ""},
      {"loss.toml", "\"region-b.db\"", "\"10.77.2.10:0\"", 36, 10, 14, "no address with a port",
       ""},
      {"loss.toml", "\"http://shop.lab/healthz\"", "\"shop.lab/healthz\"", 15, 7, 18, "is no URL",
       "http://"},
      {"loss.toml", "\"http://shop.lab/healthz\"", "\"http:///healthz\"", 15, 7, 17, "is no URL",
       ""},
      {"loss.toml", "region = \"region-a\"", "region = \"region-a\"\nmechanism = \"nftable\"", 30,
       13, 9, "unknown mechanism `nftable`", "`nftables`"},
      {"over.toml", "on = \"region-b.db\"", "on = \"region-b.app\"", 8, 6, 14,
       "unknown host `region-b.app`", "`region-b.db`"},
      {"over.toml", "manager = \"front\"", "manager = \"frnt\"", 17, 11, 6,
       "unknown traffic manager `frnt`", "`front`"},
      {"over.toml", "to = \"region-b\"", "to = \"region-z\"", 18, 6, 10,
       "unknown region `region-z`", ""},
      {"over.toml", "database = \"orders\"", "database = \"oders\"", 25, 12, 7,
       "unknown database `oders`", "`orders`"},
  });
}

TEST_CASE("a host can be named by its name, and a target be an address") {
  samples::Files files;
  files.drill = samples::with(files.drill, "\"region-b.db\"", "\"[fd77::1]:80\"");
  files.others["over.toml"] =
      samples::with(files.others["over.toml"], "\"region-b.db\"", "\"db-b\"");
  CHECK(samples::load(files).definition);
}
