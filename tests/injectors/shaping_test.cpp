// SPDX-License-Identifier: Apache-2.0
#include "injectors/shaping.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/injectors/two_regions.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

struct Rig {
  Inventory inventory = two_regions();
  FaultScope scope{
      .run_id = "0123abcd", .fault = "slow", .inventory = inventory, .expires_after = 18s};
  Shaping shaping{.host = inventory.hosts.at("router"),
                  .scope = scope,
                  .interface = "to-b",
                  .from = {},
                  .to = {},
                  .what = {}};

  Change change() const {
    auto made = shape(shaping);
    if (!made) FAIL(made.error().text());
    return std::move(*made);
  }
  std::string script() const { return sent_by(change().apply); }
};

/// The handle in its undo: "6abc:".
std::string handle_in(const Change& change) {
  const std::string argv = sent_by(*change.revert);
  return argv.substr(argv.rfind(' ') + 1);
}

}  // namespace

TEST_CASE("netem alone at the root, in its own words") {
  Rig rig;
  rig.shaping.what = {
      .delay = 40ms, .jitter = 5ms, .loss = 1, .duplicate = 2, .reorder = 25, .corrupt = 0.1};
  const std::string handle = handle_in(rig.change());
  CHECK(rig.script() == "tc -batch -\nqdisc add dev to-b root handle " + handle +
                            " netem limit 20000 delay 40000us 5000us loss 1% duplicate 2% reorder "
                            "25% corrupt 0.1%\n");
  CHECK(has(rig.change().summary, "by netem at " + handle));
}

TEST_CASE("a rate alone needs no netem; with it, it is a tbf below") {
  Rig rig;
  rig.shaping.what = {.rate = 8'000'000};
  const std::string handle = handle_in(rig.change());
  CHECK(has(rig.script(), "root handle " + handle + " tbf rate 8000000bit burst 20000 "));
  rig.shaping.what.delay = 40ms;
  CHECK(has(rig.script(), "root handle " + handle + " netem limit 20000 delay 40000us\n"));
  CHECK(has(rig.script(), "qdisc add dev to-b parent " + handle + "1 tbf rate 8000000bit "));
  rig.shaping.what.rate = 64'000;
  CHECK(has(rig.script(), "burst 10000 "));
}

TEST_CASE("only what comes from somewhere or goes to a host is picked out, by htb") {
  Rig rig;
  rig.shaping.from = {"10.77.1.0/24", "fd77:0:0:1::/64"};
  rig.shaping.what = {.loss = 5, .rate = 1'000'000};
  const std::string handle = handle_in(rig.change());
  const std::string script = rig.script();
  CHECK(has(script, "root handle " + handle + " htb\n"));
  CHECK(has(script, "classid " + handle + "1 htb rate 1000000bit\n"));
  CHECK(has(script, "parent " + handle + "1 netem limit 20000 loss 5%\n"));
  CHECK(has(script, "protocol ip prio 1 u32 match ip src 10.77.1.0/24 flowid " + handle + "1\n"));
  CHECK(has(script, "protocol ipv6 prio 2 u32 match ip6 src fd77:0:0:1::/64 flowid "));
  rig.shaping.to = {"10.77.2.10"};
  CHECK(has(rig.script(), "u32 match ip src 10.77.1.0/24 match ip dst 10.77.2.10 flowid "));
  CHECK_FALSE(has(rig.script(), "ip6"));
  rig.shaping.from.clear();
  CHECK(has(rig.script(), "u32 match ip dst 10.77.2.10 flowid "));
}

TEST_CASE("in force is our own root with all below it; somebody else's is foreign") {
  Rig rig;
  rig.shaping.what = {.delay = 40ms, .rate = 1'000'000};
  const Change change = rig.change();
  const std::string handle = handle_in(change);
  const std::string root = "qdisc netem " + handle + " root refcnt 2 limit 20000 delay 40ms\n";
  const std::string leaf = "qdisc tbf 8001: parent " + handle + "1 rate 1Mbit\n";
  CHECK(sent_by(change.verify.look) == "tc qdisc show dev to-b");
  const auto seen = [&](const Outcome& outcome) { return read_seen(change.verify, outcome); };
  CHECK(seen(told(0, root + leaf)) == Seen::in_force);
  CHECK(seen(told(0, root)) == Seen::inert);
  CHECK(seen(told(0, "qdisc noqueue 0: root refcnt 2\n")) == Seen::gone);
  CHECK(seen(told(0, "qdisc htb 10: root refcnt 2\n")) == Seen::foreign);
  CHECK(seen(told(1, "", "Cannot find device \"to-b\"\n")) == Seen::unclear);
}

TEST_CASE("its undo names its handle, a timer does it too, and a note lies on the host") {
  Rig rig;
  rig.shaping.what = {.rate = 1'000'000};
  const Change change = rig.change();
  const std::string handle = handle_in(change);
  CHECK(handle.size() == 5);
  CHECK(handle.starts_with("6"));
  CHECK(sent_by(*change.revert) == "tc qdisc del dev to-b root handle " + handle);
  CHECK(change.dead_man == DeadMan::timer);
  CHECK(change.expires_after == Duration{18s});
  const auto planted = [&](const char* piece) {
    return std::ranges::any_of(change.plant,
                               [&](const Action& each) { return has(sent_by(each), piece); });
  };
  CHECK(planted("tc qdisc del dev to-b root handle"));
  CHECK(planted("0123abcd.fault.slow.router.to-b.json"));
  REQUIRE(change.capture);  // refuses a foreign root before anything is changed
  CHECK(has(sent_by(*change.capture), " -- to-b"));
  rig.scope.fault = "other";
  CHECK(handle_in(rig.change()) != handle);
}

TEST_CASE("it is proven by what tc counts of it, where that is counted") {
  Rig rig;
  rig.shaping.what = {.rate = 1'000'000};
  Proof proof = shaping_proof(rig.shaping);
  CHECK(sent_by(proof.look) == "tc -s qdisc show dev to-b root");
  CHECK(matches(proof.confirms, told(0, " Sent 9 bytes (dropped 0, overlimits 7 requeues 0)")));
  CHECK_FALSE(matches(proof.confirms, told(0, " Sent 9 bytes (dropped 0, overlimits 0 req")));
  CHECK(matches(proof.refutes, told(0, "qdisc noqueue 0: root refcnt 2")));
  rig.shaping.what.loss = 1;
  proof = shaping_proof(rig.shaping);
  CHECK(matches(proof.confirms, told(0, " Sent 9 bytes 1 pkt (dropped 1, overlimits 0 ")));
  CHECK_FALSE(matches(proof.confirms, told(0, " Sent 9 bytes 1 pkt (dropped 0, overlimits 0 ")));
  rig.shaping.what.loss = 0;
  rig.shaping.what.delay = 10ms;
  CHECK(has(sent_by(shaping_proof(rig.shaping).look), "to-b parent 6"));
  rig.shaping.from = {"10.77.1.0/24"};
  CHECK(has(sent_by(shaping_proof(rig.shaping).look), "to-b root"));
}

TEST_CASE("more filters than tc should have are refused") {
  Rig rig;
  rig.shaping.what = {.loss = 1};
  for (int i = 0; i < 1001; ++i) {
    rig.shaping.from.push_back("100.64." + std::to_string(i / 128) + "." +
                               std::to_string(i % 128 * 2));
  }
  const auto made = shape(rig.shaping);
  REQUIRE_FALSE(made);
  CHECK(has(made.error().text(), "1001 filters"));
}

}  // namespace gameday
