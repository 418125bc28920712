// SPDX-License-Identifier: Apache-2.0
#include "injectors/packet_delay.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/two_regions.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

struct Rig {
  Inventory inventory = two_regions();
  FaultScope scope{
      .run_id = "0123abcd", .fault = "cut-a", .inventory = inventory, .expires_after = 17500ms};
  PacketDelay delay{.host = inventory.hosts.at("router"),
                    .scope = scope,
                    .from = {},
                    .to = {"10.77.2.0/24", "fd77:0:0:2::/64"},
                    .delay = 40ms,
                    .jitter = 5ms};

  std::vector<Change> changes() const {
    auto made = delay_packets(delay);
    if (!made) FAIL(made.error().text());
    return std::move(*made);
  }
};

/// The word behind another one.
std::string behind(const std::string& text, const std::string& word) {
  const std::size_t at = text.find(word + " ");
  REQUIRE(at != std::string::npos);
  const std::string rest = text.substr(at + word.size() + 1);
  return rest.substr(0, rest.find_first_of(" \n"));
}

}  // namespace

TEST_CASE("a holder that ends by itself, then rules of both IP versions that let past without it") {
  const auto changes = Rig{}.changes();
  REQUIRE(changes.size() == 3);
  const std::string started = sent_by(changes[0].apply);
  const std::string queue = behind(started, "agent delay_queue --");
  CHECK(has(started, "delay_queue -- " + queue + " 40000 5000 18 0123abcd"));
  CHECK(changes[0].expires_after == Duration{18s});
  const std::string v4 = sent_by(changes[1].apply);
  CHECK(has(v4, "iptables-restore --noflush --wait 5\n*mangle\n-N GAMEDAY-0123abcd-18767d\n"));
  CHECK(has(v4, "-A FORWARD -m comment"));
  CHECK(has(v4, " -d 10.77.2.0/24 -m comment"));
  CHECK(has(v4, "-j NFQUEUE --queue-num " + queue + " --queue-bypass\nCOMMIT\n"));
  CHECK(has(sent_by(changes[2].apply), "ip6tables-restore"));
  CHECK(has(sent_by(changes[2].apply), " -d fd77:0:0:2::/64 "));
  for (const Change& change : changes) {
    CHECK(change.dead_man == DeadMan::timer);
    CHECK_FALSE(change.plant.empty());
  }
}

TEST_CASE("only what comes from one side, of the IP versions that both have") {
  Rig rig;
  rig.delay.from = {"10.77.1.0/24"};
  const auto changes = rig.changes();
  REQUIRE(changes.size() == 2);
  CHECK(has(sent_by(changes[1].apply), " -s 10.77.1.0/24 -d 10.77.2.0/24 "));
}

TEST_CASE("the undo deletes the very jump and chain, and is seen") {
  const Change rules = Rig{}.changes().at(1);
  const std::string undo = sent_by(*rules.revert);
  CHECK(has(undo, "*mangle\n-D FORWARD -m comment --comment \"gameday run=0123abcd fault=cut-a "));
  CHECK(has(undo, "-F GAMEDAY-0123abcd-18767d\n-X GAMEDAY-0123abcd-18767d\nCOMMIT\n"));
  const std::string head = "Chain GAMEDAY-0123abcd-18767d (1 references)\n";
  const std::string tag = "/* gameday run=0123abcd fault=cut-a lasts=17.5s */";
  const auto seen = [&](const Outcome& outcome) { return read_seen(rules.verify, outcome); };
  CHECK(seen(told(0, head + tag + "\n 0 0 NFQUEUE 0 -- * *")) == Seen::in_force);
  CHECK(seen(told(0, head + tag)) == Seen::inert);
  CHECK(seen(told(0, head)) == Seen::foreign);
  CHECK(seen(told(1, "", "iptables: No chain/target/match by that name.\n")) == Seen::gone);
  const Change holder = Rig{}.changes().at(0);
  CHECK(read_seen(holder.verify, told(0, "")) == Seen::in_force);
  CHECK(read_seen(holder.verify, told(1, "")) == Seen::inert);
  CHECK(read_seen(holder.verify, told(3, "")) == Seen::gone);
}

TEST_CASE("a host where gameday is not, or too many rules, are refused") {
  Rig rig;
  rig.inventory.hosts["router"].transport = "ssh";
  CHECK(has(delay_packets(rig.delay).error().text(), "netem"));
  rig.inventory.hosts["router"].transport = "lab";
  for (int i = 0; i < 301; ++i) rig.delay.to.push_back("100.64.0." + std::to_string(i % 256));
  CHECK(rig.changes().size() == 3);  // doubles are one
  for (int i = 0; i < 256; ++i) rig.delay.to.push_back("100.64.1." + std::to_string(i));
  CHECK(has(delay_packets(rig.delay).error().text(), "rules"));
}

}  // namespace gameday
