// SPDX-License-Identifier: Apache-2.0
#include "drills/run/held_netfilter.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "tests/drills/run/apart.hpp"
#include "tests/fakes/scripted_performer.hpp"
#include "world/perform.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

Inventory an_inventory() {
  Inventory inventory;
  inventory.hosts["here"] = {
      .name = "here", .region = "", .role = "", .transport = "local", .address = ""};
  return inventory;
}

Action nft(const std::string& command) { return {{"here"}, 5s, Netfilter{{command}}}; }

bool is_done(Performer& performer, const std::string& command) {
  const auto outcome = performer.perform(nft(command));
  return outcome && outcome->ok;
}

TEST_CASE("what only its maker may edit stays editable, until the session ends") {
  CHECK(in_own_network([] {
          const Inventory inventory = an_inventory();
          RealPerformer direct{inventory};
          {
            HeldNetfilter held{inventory, direct};
            if (!is_done(held, "add table inet gameday_x { flags owner; }")) return 1;
            if (!is_done(held, "add chain inet gameday_x c")) return 2;
            if (is_done(direct, "add chain inet gameday_x d")) return 3;
            if (!is_done(direct, "list table inet gameday_x")) return 4;
          }
          return is_done(direct, "list table inet gameday_x") ? 5 : 0;
        }) == 0);
}

TEST_CASE("all else is done directly, and a host that is not there is an error") {
  const Inventory inventory = an_inventory();
  RealPerformer direct{inventory};
  HeldNetfilter held{inventory, direct};
  CHECK(held.perform({{"here"}, 5s, Exec{{"/usr/bin/true"}}}).value().ok);
  CHECK_FALSE(held.perform({{"nowhere"}, 5s, Netfilter{{"list tables"}}}));
}

TEST_CASE("several threads may ask at once, of one host and of several") {
  CHECK(in_own_network([] {
          Inventory inventory = an_inventory();
          inventory.hosts["there"] = inventory.hosts["here"];
          inventory.hosts["there"].name = "there";
          RealPerformer direct{inventory};
          HeldNetfilter held{inventory, direct};
          std::atomic<int> failed = 0;
          std::vector<std::thread> threads;
          for (int i = 0; i < 6; ++i) {
            threads.emplace_back([&, i] {
              Action add = nft("add table inet gameday_" + std::to_string(i));
              add.host.name = i % 2 == 0 ? "here" : "there";
              const auto added = held.perform(add);
              if (!added || !added->ok) ++failed;
            });
          }
          for (std::thread& thread : threads) thread.join();
          return failed.load();
        }) == 0);
}

TEST_CASE("the packet filter of another machine is not held, but changed directly") {
  Inventory inventory = an_inventory();
  inventory.hosts["far"] = inventory.hosts["here"];
  inventory.hosts["far"].transport = "ssh";
  ScriptedPerformer direct;
  direct.on("list tables", "from there");
  HeldNetfilter held{inventory, direct};
  const auto listed = held.perform({{"far"}, 5s, Netfilter{{"list tables"}}});
  REQUIRE(listed);
  CHECK(listed->out == "from there");
}

}  // namespace
}  // namespace gameday
