// SPDX-License-Identifier: Apache-2.0
#include "injectors/trial.hpp"

#include "injectors/deadman.hpp"
#include "tests/injectors/two_regions.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

Host by(std::string transport) {
  Host host;
  host.name = "edge";
  host.transport = std::move(transport);
  return host;
}

Change shaped() {
  Change change;
  change.id = "fault.slow.edge.eth0";
  change.apply = {{"edge"}, 3000ms, Exec{{"tc", "add"}}};
  change.revert = Action{{"edge"}, 3000ms, Exec{{"tc", "del"}}};
  return change;
}

TEST_CASE("only what is controlled over the network can be parted from us") {
  CHECK(is_reached_by_network(by("ssh")));
  // A namespace, a lab, a pod and this machine itself are reached past the network.
  for (const char* transport : {"local", "lab", "netns", "kubectl"}) {
    CHECK_FALSE(is_reached_by_network(by(transport)));
  }
}

TEST_CASE("the host is reached by a connection of its own, well within the trial") {
  const Trial trial = trial_on({"edge"}, {shaped().apply}, {});
  CHECK(trial.lapses == 3s);
  CHECK(trial.reach.host.name == "edge");
  CHECK(trial.reach.deadline < k_trial);
  CHECK(std::get<Exec>(trial.reach.what).anew);
}

TEST_CASE("a second timer lifts what is tried, and is stopped by itself") {
  for (const char* kind : {"process", "systemd"}) {
    CAPTURE(kind);
    Host host = by("ssh");
    host.timer = kind;
    Change change = shaped();
    plant_timer(change, host, "0badcafe", 60s);
    try_by_timer(change, host, "0badcafe");
    REQUIRE(change.trial);
    CHECK(change.trial->begin.back() == change.apply);
    const std::string timer = sent_by(*(change.trial->begin.end() - 2));
    CHECK(has(timer, "tc del"));
    CHECK(has(timer, "3"));
    REQUIRE(change.trial->last.size() == 1);
    CHECK(has(sent_by(change.trial->last[0]), "trial"));
    // The one that lifts it in the end goes on.
    CHECK(change.unplant.at(0) != change.trial->last[0]);
    CHECK(change.unplant.back() == change.trial->last[0]);
    CHECK(change.dead_man == DeadMan::timer);
    CHECK(change.expires_after == 60s);
  }
}

}  // namespace
}  // namespace gameday
