// SPDX-License-Identifier: Apache-2.0
#include "tests/drills/definition/broken.hpp"

using namespace gameday;

TEST_CASE("what is wrong with an inventory in itself") {
  samples::check_broken({
      {"two.toml", "environment = \"lab\"\n", "", 1, 1, 1, "missing key `environment`", ""},
      {"two.toml", "vantage =", "vantge = 1\nvantage =", 4, 1, 6, "unknown key `vantge`",
       "`vantage`"},
      {"two.toml", "canary =", "canery = 1\ncanary =", 11, 1, 6,
       "unknown key `canery` in [region.region-a]", "`canary`"},
      {"two.toml", "port = 5432", "prt = 1\nport = 5432", 26, 1, 3, "in [host.db-a]", "`port`"},
      {"two.toml", "primary =", "primry = 1\nprimary =", 39, 1, 6, "in [database.orders]",
       "`primary`"},
      {"two.toml", "fenced_status = 3", "fenced_state = 3", 47, 1, 12, "in [node.db-a]",
       "`fenced_status`"},
      {"two.toml", "\"10.77.1.0/24\"", "\"10.77.1.0/33\"", 7, 13, 14,
       "`10.77.1.0/33` is no network", "for instance"},
      {"two.toml", "\"10.77.9.9/32\"", "\"vip\"", 9, 22, 5, "`vip` is no network", ""},
      {"two.toml", "\"10.77.1.10:5432\"\n\n", "\"10.77.1.10\"\n\n", 11, 10, 12,
       "no address with a port", ""},
      {"two.toml", "port = 5432", "port = 99999", 26, 8, 5, "between 1 and 65535", ""},
      {"two.toml", "networks = [\"10.77.2.0/24\"]", "networks = \"10.77.2.0/24\"", 14, 12, 14,
       "must be a list of texts", ""},
      {"two.toml", "\"haproxy\"", "\"haproxi\"", 53, 8, 9, "unknown kind `haproxi`", "`haproxy`"},
      {"two.toml", "kind = \"postgres\"", "kind = \"mysql\"", 37, 8, 7, "unknown kind `mysql`",
       "postgres"},
      {"two.toml", "{ env = \"PGPASSWORD\" }", "{ environ = \"X\" }", 41, 12, 17,
       "must refer to a secret", "{ env ="},
      {"two.toml", "slot.\"orders/active\"", "slot.\"orders\"", 57, 21, 8, "no name for a slot",
       ""},
      {"two.toml", "[host.router]", "[host.\"rou ter\"]\ntransport = \"lab\"\n[host.router]", 16, 7,
       9, "no name for a host", ""},
      {"two.toml", "region-b = \"10.77.2.10:5432\"", "region-b = 5432", 59, 12, 4,
       "must be a text, not an integer", ""},
  });
}

TEST_CASE("each kind of traffic manager has keys of its own, and all have rules") {
  samples::check_broken({
      {"two.toml", "\"haproxy\"\n", "\"haproxy\"\nzone = \"dr.lab\"\n", 54, 1, 4,
       "unknown key `zone`", ""},
      {"two.toml", "[traffic.front.slot", "[traffic.front.rules]\nat_last = 1\n[traffic.front.slot",
       58, 1, 7, "unknown key `at_last`", "`at_least`"},
  });
}

TEST_CASE("a manager of records is read, its secret by reference, and reached from here") {
  const std::string text = R"(environment = "lab"
[region.region-a]
[traffic.names]
kind = "rfc2136"
server = "10.0.0.1"
zone = "dr.lab"
key = "gameday"
secret = { env = "KEY" }
ttl = "5s"
[traffic.names.slot."shop.dr.lab/AAAA"]
region-a = "fd77::1"
[traffic.names.rules]
gates = ["http://gate.lab/"]
)";
  const auto loaded = samples::load_inventory_with(text, "", "");
  REQUIRE(loaded.inventory);
  const TrafficManager& names = loaded.inventory->traffic.at("names");
  CHECK(names.host.empty());
  CHECK(names.params.get<std::string>("zone") == "dr.lab");
  CHECK(names.params.get<SecretRef>("secret").name == "KEY");
  CHECK(names.slots.at(0).name == "shop.dr.lab/AAAA");
  CHECK(names.slots.at(0).by_region.at("region-a") == "fd77::1");
  CHECK(names.rules.has("gates"));
  const auto without = samples::load_inventory_with(text, "zone = \"dr.lab\"\n", "");
  CHECK_FALSE(without.inventory);
}
