// SPDX-License-Identifier: Apache-2.0
// The clients of a real HAProxy are sent to the other region and back.
// also as an ordinary user
#include <doctest/doctest.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "runbooks/traffic_kinds.hpp"
#include "tests/regions/support/lab.hpp"
#include "tests/regions/support/paths.hpp"
#include "world/held_process.hpp"
#include "world/perform.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

const std::string k_whose = "select current_setting('cluster_name')";

/// What a new client of the database is served by.
std::string served_by(const Lab& lab) {
  return lab
      .on("clients", {"psql", "-XAtq", "-h", "10.77.0.12", "-U", "postgres", "shop", "-c", k_whose})
      .out;
}

Inventory inventory_of(const Lab& lab) {
  Inventory inventory;
  inventory.lab = lab.name();
  TrafficManager& front = inventory.traffic["front"];
  front.name = "front";
  front.host = "balancer";
  front.socket = lab.folder() / "haproxy/api.sock";
  front.slots = {
      {"orders/active", {{"region-a", "10.77.1.10:5432"}, {"region-b", "10.77.2.10:5432"}}}};
  Host& balancer = inventory.hosts["balancer"];
  balancer.name = "balancer";
  balancer.transport = "lab";
  return inventory;
}

}  // namespace

TEST_CASE("a slot is moved, its old sessions end, and it goes back to where it was") {
  const Lab lab{"traffic"};
  const Inventory inventory = inventory_of(lab);
  RealPerformer performer{inventory, gameday_binary().string()};
  const auto changes =
      k_traffic_haproxy.shift(inventory.traffic.at("front"), {"shift", "region-b", true});
  REQUIRE(changes);
  const Change& planned = changes->front();
  const auto captured = capture_value(planned, performer.perform(*planned.capture).value());
  REQUIRE(captured);
  CHECK(captured->at("address") == "10.77.1.10");
  CHECK(captured->at("port") == "5432");
  const Change change = resolve(planned, *captured, WallTime{}).value();
  const auto seen = [&] { return read_seen(change.verify, performer.perform(change.verify.look)); };
  CHECK(seen() == Seen::gone);
  CHECK(served_by(lab) == "region-a\n");

  auto session = HeldProcess::start(
      lab.argv_on("clients", {"psql", "-XAtq", "-h", "10.77.0.12", "-U", "postgres", "shop"}));
  REQUIRE(session);
  session->send(k_whose + ";\n");
  CHECK(session->read_line(2s) == "region-a");

  CHECK(performer.perform(change.apply)->ok);
  CHECK(seen() == Seen::in_force);
  CHECK(served_by(lab) == "region-b\n");
  session->send(k_whose + ";\n");
  const auto after = session->read_line(2s);  // psql notices, and may connect again by itself
  CHECK((!after || *after == "region-b"));

  CHECK(performer.perform(*change.revert)->ok);
  CHECK(seen() == Seen::gone);
  CHECK(served_by(lab) == "region-a\n");
}

TEST_CASE("what somebody else has set meanwhile is foreign, and a slot that is none is refused") {
  const Lab lab{"traffic"};
  Inventory inventory = inventory_of(lab);
  RealPerformer performer{inventory, gameday_binary().string()};
  const TrafficManager& front = inventory.traffic.at("front");
  const auto changes = k_traffic_haproxy.shift(front, {"shift", "region-b", true});
  REQUIRE(changes);
  const auto looked = performer.perform(*changes->front().capture).value();
  const auto captured = capture_value(changes->front(), looked);
  const Change change = resolve(changes->front(), captured.value(), WallTime{}).value();
  Action by_hand = change.apply;
  by_hand.what = Exchange{front.socket, {{"set server orders/active addr 10.77.2.20 port 5432"}}};
  CHECK(performer.perform(by_hand)->ok);
  CHECK(read_seen(change.verify, performer.perform(change.verify.look)) == Seen::foreign);

  inventory.traffic.at("front").slots[0].name = "orders/spare";
  const auto unknown =
      k_traffic_haproxy.shift(inventory.traffic.at("front"), {"shift", "region-b", true});
  REQUIRE(unknown);
  CHECK_FALSE(
      capture_value(unknown->front(), performer.perform(*unknown->front().capture).value()));
}

}  // namespace gameday::regions
