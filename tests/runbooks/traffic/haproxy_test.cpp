// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "runbooks/traffic_kinds.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;

namespace {

std::vector<Change> shift(bool shut_sessions = true) {
  const Inventory inventory = sample_inventory();
  auto changes = k_traffic_haproxy.shift(inventory.traffic.at("front"),
                                         {"shift-traffic", "region-b", shut_sessions});
  REQUIRE(changes);
  return std::move(*changes);
}

/// The one line that an exchange sends, with what is known only later as "<pointer>".
std::string line_of(const Action& action) {
  const auto& exchange = std::get<Exchange>(action.what);
  REQUIRE(exchange.lines.size() == 1);
  std::string text;
  for (const Arg& arg : exchange.lines[0]) {
    const auto* captured = std::get_if<Captured>(&arg);
    text += captured != nullptr ? "<" + captured->pointer + ">" : std::get<std::string>(arg);
  }
  return text;
}

/// As HAProxy 2.6 answers `show servers state orders`.
Outcome state(const std::string& active, const std::string& spare) {
  const auto line = [](const std::string& name, const std::string& address, const char* port) {
    return "2 orders 1 " + name + " " + address + " 2 0 1 1 1 1 0 2 0 0 0 0 - " + port +
           " - 0 0 - - 0\n";
  };
  return {
      true,
      0,
      "1\n# be_id be_name srv_id srv_name srv_addr srv_op_state srv_admin_state srv_uweight "
      "srv_iweight srv_time_since_last_change srv_check_status srv_check_result srv_check_health "
      "srv_check_state srv_agent_state bk_f_forced_id srv_f_forced_id srv_fqdn srv_port srvrecord "
      "srv_use_ssl srv_check_port srv_check_addr srv_agent_addr srv_agent_port\n" +
          line("active", active, "5432") + line("spare", spare, "5433") + "\n\n",
      "",
      {}};
}

}  // namespace

TEST_CASE("haproxy: a slot is pointed elsewhere, made ready, and its old sessions are shut") {
  const Change change = shift()[0];
  CHECK(std::get<Exchange>(change.apply.what).socket_path == "/lab/api.sock");
  CHECK(change.apply.host == HostRef{"balancer"});
  CHECK(line_of(change.apply) ==
        "set server orders/active addr 10.77.2.10 port 5432;set server orders/active state ready"
        ";shutdown sessions server orders/active");
  CHECK(line_of(shift(false)[0].apply) ==
        "set server orders/active addr 10.77.2.10 port 5432;set server orders/active state ready");
}

TEST_CASE("haproxy: IPv6 addresses are set and compared in the form HAProxy prints them in") {
  const Change change = shift()[1];
  CHECK(line_of(change.apply).starts_with("set server shop/active addr fd77:0:0:2::20 port 8080;"));
  CHECK(change.verify.in_force.cells[0].is == Arg{std::string{"fd77:0:0:2::20"}});
}

TEST_CASE("haproxy: the old place is captured, and the same builder makes the way back") {
  const Change change = shift()[0];
  REQUIRE(change.capture);
  CHECK(line_of(*change.capture) == "show servers state orders");
  const auto captured = capture_value(change, state("10.77.1.10", "10.77.3.3"));
  REQUIRE(captured);
  CHECK(*captured == Json{{"address", "10.77.1.10"}, {"port", "5432"}});
  CHECK(line_of(*change.revert) ==
        "set server orders/active addr </address> port </port>;set server orders/active state ready"
        ";shutdown sessions server orders/active");
  const auto resolved = resolve(change, *captured, WallTime{});
  REQUIRE(resolved);
  CHECK(line_of(*resolved->revert)
            .starts_with("set server orders/active addr 10.77.1.10 port 5432;"));
}

TEST_CASE("haproxy: where a slot points is read from its own line and columns only") {
  const Change change = shift()[0];
  const auto captured = capture_value(change, state("10.77.1.10", "10.77.3.3"));
  const Change resolved = resolve(change, captured.value(), WallTime{}).value();
  const auto seen = [&](const Outcome& outcome) { return read_seen(resolved.verify, outcome); };
  CHECK(seen(state("10.77.2.10", "10.77.1.10")) == Seen::in_force);
  CHECK(seen(state("10.77.1.10", "10.77.2.10")) == Seen::gone);
  CHECK(seen(state("10.77.9.9", "10.77.2.10")) == Seen::foreign);
  CHECK(seen({true, 0, "Can't find backend.\n", "", {}}) == Seen::foreign);
}

TEST_CASE("haproxy: a backend that is not there stops before anything was changed") {
  CHECK_FALSE(capture_value(shift()[0], {true, 0, "Can't find backend.\n", "", {}}));
}

TEST_CASE("haproxy: a shift is held, and there is a way back before anything was promoted") {
  for (const Change& change : shift()) {
    CHECK(change.on_death == Fate::hold);
    CHECK(change.on_abort == Fate::hold);
    CHECK(change.revert);
    CHECK_FALSE(change.point_of_no_return);
  }
}

TEST_CASE("haproxy: a slot that is none, a name for an address and a missing region are refused") {
  const auto refused = [](auto&& spoil) {
    Inventory inventory = sample_inventory();
    spoil(inventory.traffic["front"]);
    const auto changes =
        k_traffic_haproxy.shift(inventory.traffic["front"], {"s", "region-b", true});
    return !changes && changes.error().kind == ErrorKind::bad_input;
  };
  for (const char* name :
       {"orders", "", "/", "orders/", "orders/a b", "orders/a;shutdown", "a/b/c"}) {
    CAPTURE(name);
    CHECK(refused([&](TrafficManager& manager) { manager.slots[0].name = name; }));
  }
  CHECK(refused(
      [](TrafficManager& manager) { manager.slots[0].by_region["region-b"] = "db.lab:5432"; }));
  CHECK(refused(
      [](TrafficManager& manager) { manager.slots[0].by_region["region-b"] = "10.0.0.1"; }));
  CHECK(refused([](TrafficManager& manager) { manager.slots[1].by_region.erase("region-b"); }));
  CHECK(refused([](TrafficManager& manager) { manager.slots.clear(); }));
}
