// SPDX-License-Identifier: Apache-2.0
// also as an ordinary user
// Names that fail at the lab's real resolver, as clients see it.
#include <doctest/doctest.h>

#include "injectors/injectors.hpp"
#include "tests/regions/support/fault_in_force.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

constexpr const char* k_resolver = "10.77.0.13:53";

/// What the clients' resolver says of a name.
std::string asked(const Lab& lab, const std::string& name, const std::vector<std::string>& how) {
  std::vector<std::string> argv{
      gameday_binary().string(), "agent", "dns_ask", "--", k_resolver, name};
  argv.insert(argv.end(), how.begin(), how.end());
  const auto told = lab.on("clients", argv);
  REQUIRE_MESSAGE(told.status == 0, told.err);
  return told.out;
}

/// By UDP and by TCP, which must not differ.
std::string asked(const Lab& lab, const std::string& name) {
  const std::string told = asked(lab, name, {});
  CHECK(asked(lab, name, {"tcp"}) == told);
  return told;
}

}  // namespace

TEST_CASE("one name fails in each way, every other name goes on, and nothing is left") {
  const Lab lab{"dns"};
  const Inventory there = inventory_of("dns_fail", lab);
  const std::string before = look_at_world(lab);
  const std::string good = asked(lab, "shop.lab");
  CHECK(good == "10.77.0.12\n");
  for (const auto& [how, told] : std::vector<std::pair<std::string, std::string>>{
           {"servfail", "rcode 2\n"}, {"silence", "silence\n"}, {"wrong", "10.77.9.99\n"}}) {
    CAPTURE(how);
    std::map<std::string, std::string> params{{"domain", "shop.lab"}, {"how", how}};
    if (how == "wrong") params["address"] = "10.77.9.99";
    FaultInForce failing{k_injector_dns_fail, there, params, 20s};
    CHECK(asked(lab, "shop.lab") == told);
    CHECK(asked(lab, "www.shop.lab") == told);
    CHECK(asked(lab, "orders.lab") == "10.77.0.12\n");
    failing.revert();
    CHECK(asked(lab, "shop.lab") == good);
    CHECK(difference(before, look_at_world(lab)) == "");
  }
}

TEST_CASE("with nobody alive the kernel lets the questions past again") {
  const Lab lab{"dns"};
  const Inventory there = inventory_of("dns_fail", lab);
  FaultInForce failing{
      k_injector_dns_fail, there, {{"domain", "shop.lab"}, {"how", "servfail"}}, 2s};
  CHECK(asked(lab, "shop.lab") == "rcode 2\n");
  CHECK(eventually([&] { return asked(lab, "shop.lab", {}) == "10.77.0.12\n"; }, 5s));
  CHECK(asked(lab, "shop.lab", {"tcp"}) == "10.77.0.12\n");
  CHECK(failing.look().back() == Seen::inert);
  failing.revert();
}

}  // namespace gameday::regions
