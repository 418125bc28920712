// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

#include "injectors/db_lag.hpp"
#include "tests/injectors/two_databases.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using samples::Given;
using samples::words_of;

namespace {

Given stock(const std::string& how) {
  return {{"database", std::string{"stock"}},
          {"on", std::string{"maria-b"}},
          {"how", how},
          {"user", std::string{"lab"}}};
}

FaultPlan planned(const std::string& how) {
  return samples::plan_fault(k_injector_db_lag, stock(how)).value();
}

/// As `show slave status\G` of a replica.
std::string status(const std::string& sql_runs, const std::string& delay,
                   const std::string& remaining) {
  return "*************************** 1. row ***************************\n"
         "                Slave_IO_Running: Yes\n"
         "               Slave_SQL_Running: " +
         sql_runs +
         "\n"
         "                       SQL_Delay: " +
         delay +
         "\n"
         "             SQL_Remaining_Delay: " +
         remaining + "\n";
}

Outcome shows(const std::string& text) { return {true, 0, text, {}, {}}; }

}  // namespace

TEST_CASE("the SQL thread is stopped and started through the client on the replica's host") {
  const Change change = planned("replay-pause").changes.at(0);
  CHECK(words_of(change.apply) == std::vector<std::string>{"mariadb", "--batch",
                                                           "--socket=/lab/maria-b", "--user=lab",
                                                           "--execute=stop slave sql_thread"});
  CHECK(words_of(*change.revert).back() == "--execute=start slave sql_thread");
  CHECK(change.apply.host.name == "maria-b");
  CHECK(change.dead_man == DeadMan::timer);
  CHECK(samples::says(change.plant, "start slave sql_thread"));
  CHECK(read_seen(change.verify, shows(status("No", "0", "NULL"))) == Seen::in_force);
  CHECK(read_seen(change.verify, shows(status("Yes", "0", "NULL"))) == Seen::gone);
  CHECK(read_seen(change.verify, shows("")) == Seen::foreign);
}

TEST_CASE("a replica that does not run already is refused by its capture") {
  for (const char* how : {"replay-pause", "apply-delay"}) {
    const Change change = planned(how).changes.at(0);
    const std::string last = words_of(*change.capture).back();
    CHECK(last.find("signal sqlstate '45000'") != std::string::npos);
    CHECK(last.ends_with("// show slave status\\G"));
  }
}

TEST_CASE("the earlier delay is captured, looked for, and put back word for word") {
  const Change change = planned("apply-delay").changes.at(0);
  const Json captured = capture_value(change, shows(status("Yes", "3600", "NULL"))).value();
  CHECK(captured["delay"] == "3600");
  const Change ready = resolve(change, captured, WallTime{}).value();
  CHECK(words_of(ready.apply).back() ==
        "--execute=stop slave; change master to master_delay=5; start slave");
  CHECK(read_seen(ready.verify, shows(status("Yes", "5", "4"))) == Seen::in_force);
  CHECK(read_seen(ready.verify, shows(status("Yes", "3600", "NULL"))) == Seen::gone);
  CHECK(read_seen(ready.verify, shows(status("Yes", "7", "NULL"))) == Seen::foreign);
  CHECK(std::get<Exec>(ready.revert->what).stdin_text ==
        Text{"stop slave; change master to master_delay=", "3600", "; start slave;\n"});
}

TEST_CASE(
    "the timer reads the statements from a file that comes before it and goes with the fault") {
  const Change change = planned("apply-delay").changes.at(0);
  const std::string file = "/run/gameday/1a2b3c4d.fault.lag.maria-b.sql";
  CHECK(samples::says(change.plant, "source " + file));
  CHECK(samples::says(change.unplant, "rm -f " + file));
  const auto names_file = [&](const Action& action) {
    return describe(action).find(file) != std::string::npos;
  };
  const auto first = std::ranges::find_if(change.plant, names_file);
  CHECK(describe(*first).find("dd status=none") != std::string::npos);
}

TEST_CASE("its proofs: the thread does not run; an event is being held back") {
  const Proof paused = planned("replay-pause").proofs.at(0);
  CHECK(matches(paused.confirms, shows(status("No", "0", "NULL"))));
  CHECK(matches(paused.refutes, shows(status("Yes", "0", "NULL"))));
  const Proof delayed = planned("apply-delay").proofs.at(0);
  CHECK(matches(delayed.confirms, shows(status("Yes", "5", "4"))));
  CHECK_FALSE(matches(delayed.confirms, shows(status("Yes", "5", "NULL"))));
}

TEST_CASE("a control path that is no socket is refused") {
  Inventory inventory = samples::two_databases();
  inventory.databases["stock"].nodes["maria-b"].control = "10.77.2.50:3306";
  CHECK_FALSE(samples::plan_fault(k_injector_db_lag, stock("replay-pause"), inventory));
}
