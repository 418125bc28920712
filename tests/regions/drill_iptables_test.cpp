// SPDX-License-Identifier: Apache-2.0
// The main drill with the other mechanism, on an asynchronous pair, with a second ledger that
// writes from inside the region: what the isolated side goes on acknowledging is stranded, and is
// counted.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

const std::string k_inside_ledger = R"(
[[ledger]]
name = "inside"
class = "local"
kind = "postgres"
database = "orders"
every = "10ms"
from = "region-a"
)";

TEST_CASE("by iptables, too; and writes that the lost region takes for itself are stranded") {
  const Lab lab("iptables", {"--async"});
  const Home home;
  const std::string text =
      catalog_text("drills/catalog/region_blackhole_async.toml",
                   {{"rpo = { ledger = \"10s\" }", "rpo = { ledger = \"10s\", local = \"1m\" }"},
                    {"region = \"region-a\"", "region = \"region-a\"\nmechanism = \"iptables\""},
                    {"region_blackhole_async\"", "by_iptables\""}});
  DrillUnderWay run(lab, home.write("by_iptables.toml", text + k_inside_ledger));
  REQUIRE(run.tells("RECOVER "));
  CHECK(lab.on("router", {"iptables-save"}).out.find("GAMEDAY-") != std::string::npos);
  const int status = run.ended();
  INFO(run.told());
  CHECK(status == 0);
  CHECK(router_is_clean(lab));

  const Json card = scorecard_of(home.run_of("by_iptables"));
  CHECK(member_where(card.at("objectives"), "name", "rto").at("verdict") == "met");
  CHECK(card.at("faults").front().at("proof") == "confirmed");
  const Json inside = member_where(card.at("objectives"), "class", "local");
  CHECK(inside.at("stranded").get<int>() > 20);
  // Nobody in region B has seen them.
  CHECK(inside.at("lost").get<int>() >= inside.at("stranded").get<int>());
  const Json orders = member_where(card.at("objectives"), "class", "ledger");
  CHECK(orders.at("stranded") == 0);
}

}  // namespace
}  // namespace gameday::regions
