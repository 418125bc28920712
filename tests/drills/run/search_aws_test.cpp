// SPDX-License-Identifier: Apache-2.0
#include "drills/run/search_aws.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "drills/run/recovery.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "world/clock.hpp"

namespace gameday {
namespace {

constexpr const char* k_mine = "0badcafe";
constexpr const char* k_other = "0badbeef";

/// A cloud in which runs have left ACLs, as its agents tell of it.
class FakeCloud : public Performer {
 public:
  std::vector<std::string> runs;  ///< with an ACL in eu-west-1
  bool reverts = true;
  bool fence_first = false;         ///< as tags of the ACL say
  std::vector<std::string> unseen;  ///< services that do not answer
  std::vector<std::string> asked;   ///< regions, in order

  Result<Outcome> perform(const Action& action) override {
    // Asked of a database: region B has been promoted.
    if (std::holds_alternative<Sql>(action.what)) return Outcome{true, 0, "", "", {{"t"}}};
    const auto& exec = std::get<Exec>(action.what);
    const std::string agent = std::get<std::string>(exec.argv.at(2));
    const std::string verb = std::get<std::string>(exec.argv.at(4));
    const Json input = Json::parse(std::get<std::string>(exec.stdin_text.at(0)));
    const std::string region = input["aws"]["region"];
    if (region == "nowhere-1") return Outcome{false, 1, "", "could not connect", {}};
    if (agent == "aws_find") {
      asked.push_back(region);
      return told(list());
    }
    const std::string run = input["run"];
    if (verb == "revert" && reverts) std::erase(runs, std::string{run});
    const bool there = std::ranges::find(runs, run) != runs.end();
    return told({{"state", there ? "in_force" : "gone"}});
  }

 private:
  static Outcome told(const Json& json) { return {true, 0, json.dump(), "", {}}; }
  [[nodiscard]] Json list() const {
    Json all{{"found", Json::array()}, {"unseen", unseen}};
    for (const std::string& run : runs) {
      all["found"].push_back({{"agent", "aws_acl"},
                              {"run", run},
                              {"what", "network ACL acl-1"},
                              {"fence_first", fence_first},
                              {"input", {{"run", run}, {"fault", "cut"}}}});
    }
    return all;
  }
};

struct Rig {
  Rig() { add("ireland", "eu-west-1"); }
  void add(const std::string& name, const std::string& region) {
    inventory.aws[name] = {.name = name, .region = region};
  }
  Recovery recover(const std::vector<std::string>& alive = {}) {
    return recover_from_world(world, inventory, alive);
  }

  Inventory inventory;
  FakeCloud cloud;
  RealClock clock;
  FakePrompt prompt;
  World world{clock, cloud, prompt};
};

TEST_CASE("what any dead run left in a region of a cloud is lifted and seen gone") {
  Rig rig;
  rig.cloud.runs = {k_mine, k_other};
  Leftovers left;
  search_aws(rig.cloud, rig.inventory, left);
  REQUIRE(left.found.size() == 2);
  CHECK(left.found[0].run_id == k_mine);
  CHECK(left.found[0].host == "aws.ireland");
  const Recovery done = rig.recover({k_other});
  CHECK(done.stuck.empty());
  CHECK(done.reverted.size() == 1);
  CHECK(done.notes.size() == 1);
  CHECK(rig.cloud.runs == std::vector<std::string>{k_other});
}

TEST_CASE("a region that does not answer is told, and the others are looked at all the same") {
  Rig rig;
  rig.add("atlantis", "nowhere-1");
  rig.cloud.runs = {k_mine};
  const Recovery done = rig.recover();
  CHECK(done.reverted.size() == 1);
  REQUIRE(done.stuck.size() == 1);
  CHECK(done.stuck[0].find("aws.atlantis") != std::string::npos);
  CHECK(done.stuck[0].find("could not connect") != std::string::npos);
}

TEST_CASE("a service that does not answer is told, and what does not go is stuck") {
  Rig rig;
  rig.cloud.runs = {k_mine};
  rig.cloud.unseen = {"sqs: access denied"};
  rig.cloud.reverts = false;
  const Recovery done = rig.recover();
  CHECK(done.reverted.empty());
  REQUIRE(done.stuck.size() == 2);
  CHECK(done.stuck[0].find("sqs: access denied") != std::string::npos);
  CHECK(done.stuck[1].find("acl-1") != std::string::npos);
}

TEST_CASE("a cut that must wait for a fence stays while the old primary may still be written to") {
  Rig rig;
  rig.cloud.runs = {k_mine};
  rig.cloud.fence_first = true;
  Database& orders = rig.inventory.databases["orders"];
  orders.name = "orders";
  orders.kind = "postgres";
  orders.primary = "db-a";
  orders.standby = "db-b";
  orders.nodes["db-a"].host = "db-a";
  const Recovery done = rig.recover();
  CHECK(done.not_fenced);
  CHECK(rig.cloud.runs == std::vector<std::string>{k_mine});
  orders.nodes.clear();  // nothing of ours to fence
  CHECK(rig.recover().reverted.size() == 1);
}

TEST_CASE("a region is asked once, whatever it is called") {
  Rig rig;
  rig.add("dublin", "eu-west-1");
  rig.add("frankfurt", "eu-central-1");
  rig.cloud.runs = {k_mine};
  Leftovers left;
  search_aws(rig.cloud, rig.inventory, left);
  CHECK(rig.cloud.asked == std::vector<std::string>{"eu-west-1", "eu-central-1"});
}

}  // namespace
}  // namespace gameday
