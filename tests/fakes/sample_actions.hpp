// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "base/change.hpp"

namespace gameday::fakes {

/// One action of each kind, with every form of argument somewhere in them.
inline std::vector<Action> sample_actions() {
  using namespace std::chrono_literals;
  const SecretRef from_env{SecretRef::From::environment, "PGPASSWORD"};
  const SecretRef from_file{SecretRef::From::file, "/etc/token"};
  return {
      {{"db-a"},
       1500ms,
       Exec{{"ip", "link", Captured{"/name"}, Expiry{30s}, from_env}, {"a\n", Captured{"/old"}}}},
      {{"api"},
       5000ms,
       Http{"POST", "https://api/x", {{"Authorization", from_file}, {"X", "1"}}, {"b", from_env}}},
      {{""}, 2000ms, Sql{"orders", "db-b", "select $1, $2", {"x", Captured{"/rows/0/0"}}}},
      {{"router"}, 5000ms, Netfilter{{"add table inet t", "list ruleset"}}},
      {{"router"}, 5000ms, FileWrite{"/etc/x.conf", Text{"a = ", Captured{"/a"}}, "0644"}},
      {{"router"}, 5000ms, FileWrite{"/etc/x.conf", std::nullopt, "0600"}},
      {{"router"}, 5000ms, FileWrite{"/etc/empty", Text{}, "0600"}},
      {{"app-a"}, 0ms, Signal{4711, 18'000'000'000'000'000'000U, 15}},
      {{"balancer"},
       5000ms,
       Exchange{"/run/api.sock", {{"set server ", Captured{"/addr"}}, {"show stat"}}}},
  };
}

/// A change that fills every member.
inline Change sample_change() {
  using namespace std::chrono_literals;
  const auto actions = sample_actions();
  Change change;
  change.id = "step.shift.orders";
  change.summary = "send orders to region-b";
  change.capture = actions.at(8);
  change.capture_fields = {"addr=server", "name@3"};
  change.apply = actions.at(0);
  change.verify.look = actions.at(2);
  change.verify.in_force = {0, {"drop", Captured{"/addr"}}, {"accept"}, "t"};
  change.verify.gone = {};
  change.revert = actions.at(4);
  change.on_death = Fate::hold;
  change.on_abort = Fate::revert;
  change.point_of_no_return = true;
  change.expires_after = 25s;
  change.dead_man = DeadMan::timer;
  change.plant = {actions.at(0), actions.at(4)};
  change.unplant = {actions.at(5)};
  change.trial = Trial{3s, {actions.at(0)}, actions.at(1), {actions.at(4)}};
  return change;
}

}  // namespace gameday::fakes
