// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>

#include "drills/run/recovery.hpp"
#include "injectors/cut.hpp"
#include "injectors/deadman.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "world/clock.hpp"

namespace gameday {
namespace {

constexpr const char* k_mine = "0badcafe";
constexpr const char* k_other = "0badbeef";

/// A router with cuts of ours on it, and a database of which one node may have been promoted.
class FakeRouter : public Performer {
 public:
  std::vector<std::string> tables;  ///< ids of runs with an nftables table there
  bool fence_first = false;         ///< their tags say so
  bool promoted = false;
  bool fenced = false;
  bool fence_works = true;
  bool standby_answers = true;
  bool tables_stay = false;
  bool can_be_listed = true;
  std::vector<std::string> ledgers;  ///< names of tables in the database
  std::string notes;                 ///< lines that lie on its hosts
  std::vector<std::string> done;

  Result<Outcome> perform(const Action& action) override {
    if (const auto* nft = std::get_if<Netfilter>(&action.what)) return filter(nft->transactions);
    if (const auto* sql = std::get_if<Sql>(&action.what)) return ask(sql->statement);
    const auto& exec = std::get<Exec>(action.what);
    const std::string program = std::get<std::string>(exec.argv.at(0));
    if (program == "find") return list_notes();
    if (program.ends_with("-save")) return Outcome{true, 0, "", "", {}};
    if (program == "is-fenced") return Outcome{fenced, fenced ? 3 : 0, "", "", {}};
    if (program == "fence" && fence_works) fenced = true;
    done.push_back(program);
    return Outcome{true, 0, "", "", {}};
  }

 private:
  Result<Outcome> list_notes() const {
    if (notes.empty()) return Outcome{false, 1, "", "find: No such file or directory", {}};
    return Outcome{true, 0, notes, "", {}};
  }

  Result<Outcome> ask(const std::string& statement) {
    if (statement.find("pg_tables") != statement.npos) {
      Outcome listed{true, 0, "", "", {}};
      for (const std::string& table : ledgers) listed.rows.push_back({table});
      return listed;
    }
    for (const std::string& table : ledgers) {
      if (statement.find(table) == statement.npos) continue;
      if (statement.starts_with("select")) return Outcome{true, 0, "", "", {{"t"}}};
      done.push_back(statement);
      std::erase(ledgers, std::string{table});
      return Outcome{true, 0, "", "", {}};
    }
    if (statement.find("to_regclass") != statement.npos) return Outcome{true, 0, "", "", {{"f"}}};
    return ask_standby();
  }

  Result<Outcome> ask_standby() const {
    if (!standby_answers) return fail(ErrorKind::timeout, "ask", "db-b", "no answer");
    return Outcome{true, 0, "", "", {{promoted ? "t" : "f"}}};
  }

  Result<Outcome> filter(const std::vector<std::string>& transactions) {
    const std::string& command = transactions.at(0);
    for (const std::string& id : tables) {
      if (command.find("gameday_" + id) == std::string::npos) continue;
      if (command.find("delete") == std::string::npos) return Outcome{true, 0, list(), "", {}};
      done.push_back("delete " + id);
      if (!tables_stay) std::erase(tables, std::string{id});
      return Outcome{true, 0, "", "", {}};
    }
    if (command.starts_with("list chains")) {
      return can_be_listed ? Outcome{true, 0, list(), "", {}}
                           : Outcome{false, 1, "", "Operation not permitted", {}};
    }
    return Outcome{false, 1, "", "Error: No such file or directory\n" + command, {}};
  }

  std::string list() const {
    std::string text;
    for (const std::string& id : tables) {
      text += fmt::format(
          "table inet gameday_{0}_{2} {{\n\tcomment \"gameday run={0} fault=cut lasts=18s{1}\"\n"
          "\tchain cut {{\n\t\tcomment \"gameday run={0} fault=cut lasts=18s{1}\"\n"
          "\t\ttype filter hook forward priority filter - 10; policy accept;\n\t}}\n}}\n",
          id, fence_first ? " fence=first" : "", mark_of("cut"));
    }
    return text;
  }
};

struct Rig {
  Rig() {
    inventory.regions["region-a"].filtered_at = {"router"};
    inventory.regions["region-b"].filtered_at = {"router"};
    Database& orders = inventory.databases["orders"];
    orders.name = "orders";
    orders.primary = "db-a";
    orders.standby = "db-b";
    DatabaseNode& node = orders.nodes["db-a"];
    node.host = "db-a";
    node.fence = {"fence"};
    node.fenced = {"is-fenced"};
    node.fenced_status = 3;
    router.tables = {k_mine};
  }
  Recovery recover(const std::vector<std::string>& alive = {}) {
    return recover_from_world(world, inventory, alive);
  }

  Inventory inventory;
  FakeRouter router;
  RealClock clock;
  FakePrompt prompt;
  World world{clock, router, prompt};
};

TEST_CASE("what any dead run left is found on each filter host once, lifted, and seen gone") {
  Rig rig;
  rig.router.tables = {k_mine, k_other};
  const Recovery done = rig.recover();
  CHECK(done.stuck.empty());
  CHECK(done.reverted.size() == 2);
  CHECK(rig.router.tables.empty());
  CHECK(rig.router.done.size() == 2);
  CHECK(rig.recover().reverted.empty());
}

TEST_CASE("a run that is alive is let be, and told of") {
  Rig rig;
  rig.router.tables = {k_mine, k_other};
  const Recovery done = rig.recover({k_mine});
  CHECK(rig.router.tables == std::vector<std::string>{k_mine});
  REQUIRE(done.notes.size() == 1);
  CHECK(done.notes[0].find(fmt::format("gameday abort {}", k_mine)) != std::string::npos);
}

TEST_CASE("what does not go is stuck, and so is what cannot be looked at") {
  Rig rig;
  rig.router.tables_stay = true;
  CHECK(rig.recover().stuck.size() == 1);
  Rig blind;
  blind.router.can_be_listed = false;
  const Recovery done = blind.recover();
  REQUIRE(done.stuck.size() == 1);
  CHECK(done.stuck[0].find("not permitted") != std::string::npos);
}

TEST_CASE("tables of ledgers of dead runs are dropped, those of living runs stay") {
  Rig rig;
  rig.router.tables.clear();
  rig.router.ledgers = {"gameday_ledger_0badcafe_orders", "gameday_ledger_0badbeef_orders"};
  const Recovery done = rig.recover({k_other});
  CHECK(done.stuck.empty());
  CHECK(done.reverted.size() == 1);
  CHECK(rig.router.ledgers == std::vector<std::string>{"gameday_ledger_0badbeef_orders"});
}

TEST_CASE("what left a note on its target is lifted from what the note says") {
  Rig rig;
  rig.router.tables.clear();
  Host host;
  host.name = "db-a";
  rig.inventory.hosts["db-a"] = host;
  Change change;
  change.id = "fault.slow.db-a";
  change.apply = change.verify.look = {{"db-a"}, std::chrono::seconds{1}, Exec{{"show"}}};
  change.verify.in_force.status = 1;
  change.verify.gone.status = 0;
  change.revert = Action{{"db-a"}, std::chrono::seconds{1}, Exec{{"put-back"}}};
  plant_note(change, host, k_mine);
  for (const Arg& piece : std::get<Exec>(change.plant.at(1).what).stdin_text) {
    rig.router.notes += std::get<std::string>(piece);
  }
  const Recovery spared = rig.recover({k_mine});
  CHECK(spared.notes.size() == 1);
  CHECK(spared.reverted.empty());
  const Recovery done = rig.recover();
  CHECK(done.stuck.empty());
  CHECK(done.reverted.size() == 1);
  CHECK(std::ranges::count(rig.router.done, "put-back") == 1);
  CHECK(std::ranges::count(rig.router.done, "rm") == 1);
  rig.router.notes = "garbage\n";
  CHECK(rig.recover().stuck.size() == 1);
}

/// A line as it lies on db-a, of a change that pauses the old primary.
std::string note_of_a_pause(bool fence_first) {
  Host host;
  host.name = "db-a";
  Change change;
  change.id = "fault.pause.postgres-a";
  change.apply = change.verify.look = {{"db-a"}, std::chrono::seconds{1}, Exec{{"show"}}};
  change.verify.in_force.status = 1;
  change.verify.gone.status = 0;
  change.revert = Action{{"db-a"}, std::chrono::seconds{1}, Exec{{"put-back"}}};
  plant_note(change, host, k_mine, fence_first);
  std::string line;
  for (const Arg& piece : std::get<Exec>(change.plant.at(1).what).stdin_text) {
    line += std::get<std::string>(piece);
  }
  return line;
}

TEST_CASE("a note that must wait for a fence: promoted, the old primary is fenced first") {
  for (const bool fence_first : {true, false}) {
    Rig rig;
    rig.router.tables.clear();
    for (const char* name : {"db-a", "db-b"}) rig.inventory.hosts[name].name = name;
    rig.router.promoted = true;
    rig.router.notes = note_of_a_pause(fence_first);
    const Recovery done = rig.recover();
    CHECK(done.stuck.empty());
    CHECK(done.fenced_now == fence_first);
    const auto& deeds = rig.router.done;
    const auto fence = std::ranges::find(deeds, "fence");
    CHECK((fence != deeds.end()) == fence_first);
    if (fence_first) CHECK(fence < std::ranges::find(deeds, "put-back"));
    // Both hosts showed it, and it is lifted once.
    CHECK(std::ranges::count(deeds, "put-back") == 1);
  }
}

TEST_CASE("a database that no step promotes holds nothing up") {
  Rig rig;
  rig.router.fence_first = true;
  rig.router.standby_answers = false;
  rig.inventory.databases["orders"].kind = "mariadb";
  CHECK(rig.recover().stuck.empty());
  CHECK(rig.router.tables.empty());
}

TEST_CASE("what must wait for a fence: promoted, the old primary is fenced first") {
  Rig rig;
  rig.router.fence_first = true;
  rig.router.promoted = true;
  const Recovery done = rig.recover();
  CHECK(done.stuck.empty());
  CHECK(done.fenced_now);
  CHECK(rig.router.done == std::vector<std::string>{"fence", fmt::format("delete {}", k_mine)});
}

TEST_CASE("what must wait for a fence: not promoted, or fenced already, it is just lifted") {
  for (const bool fenced : {false, true}) {
    Rig rig;
    rig.router.fence_first = true;
    rig.router.promoted = fenced;
    rig.router.fenced = fenced;
    CHECK(rig.recover().stuck.empty());
    CHECK(rig.router.done == std::vector<std::string>{fmt::format("delete {}", k_mine)});
  }
}

TEST_CASE("what must wait for a fence stays where the fence fails, or nothing can be seen") {
  Rig failing;
  failing.router.fence_first = true;
  failing.router.promoted = true;
  failing.router.fence_works = false;
  Rig blind;
  blind.router.fence_first = true;
  blind.router.standby_answers = false;
  Rig without;
  without.router.fence_first = true;
  without.router.promoted = true;
  without.inventory.databases["orders"].nodes["db-a"].fence.clear();
  for (Rig* rig : {&failing, &blind, &without}) {
    const Recovery done = rig->recover();
    CHECK(done.not_fenced);
    REQUIRE(done.stuck.size() == 1);
    CHECK(done.stuck[0].find("NOT FENCED") != std::string::npos);
    CHECK(rig->router.tables.size() == 1);
  }
}

}  // namespace
}  // namespace gameday
