// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "injectors/db_lag.hpp"
#include "tests/injectors/two_databases.hpp"

using namespace gameday;
using namespace std::chrono_literals;
using samples::Given;
using samples::words_of;

namespace {

Change planned(const std::string& how, const Given& more = {}) {
  Given given{{"database", std::string{"orders"}}, {"on", std::string{"db-b"}}, {"how", how}};
  given.insert(given.end(), more.begin(), more.end());
  return samples::plan_fault(k_injector_db_lag, given).value().changes.at(0);
}

bool has(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

Outcome says(const std::string& word) { return {true, 0, word + "\n", {}, {}}; }
Outcome cell(const std::string& word) { return {true, 0, {}, {}, {{word}}}; }

}  // namespace

TEST_CASE("a pause is one message that the server carries to its end, the resume included") {
  const Change change = planned("replay-pause");
  CHECK(words_of(change.apply) == std::vector<std::string>{"@gameday", "agent", "sql_hold"});
  const auto& input = std::get<Exec>(change.apply.what).stdin_text;
  const Json asked = Json::parse(std::get<std::string>(input.at(0)));
  CHECK(asked["script"] ==
        "select pg_wal_replay_pause(); select pg_sleep(18); select pg_wal_replay_resume()");
  CHECK(asked["application"] == "gameday_1a2b3c4d_lag");
  CHECK(asked["server"]["control"] == "/lab/db-b");
  CHECK(change.dead_man == DeadMan::server);
  CHECK(change.expires_after == Duration{18s});
  CHECK(samples::says(change.plant, "1a2b3c4d.fault.lag.db-b.json"));
}

TEST_CASE("a pause of somebody else's is refused before ours, and not taken for ours after it") {
  const Change change = planned("replay-pause");
  CHECK(has(std::get<Sql>(change.capture->what).statement, "somebody has paused the replay"));
  CHECK(read_seen(change.verify, says("paused by us")) == Seen::in_force);
  CHECK(read_seen(change.verify, says("gone")) == Seen::gone);
  CHECK(read_seen(change.verify, says("left over")) == Seen::inert);
  CHECK(read_seen(change.verify, says("paused by another")) == Seen::foreign);
  CHECK(read_seen(change.verify, Outcome{false, 1, {}, "gone away", {}}) == Seen::unclear);
}

TEST_CASE("its revert ends our session and resumes, on a promoted node too") {
  const Change change = planned("replay-pause");
  const auto& revert = std::get<Sql>(change.revert->what);
  CHECK(revert.node == "db-b");
  CHECK(revert.params == std::vector<Arg>{"gameday_1a2b3c4d_lag"});
  CHECK(has(revert.statement, "pg_terminate_backend"));
  CHECK(has(revert.statement, "case when pg_is_in_recovery() then pg_wal_replay_resume()"));
}

TEST_CASE("a delay is set by psql on the standby's host, and what was there is put back") {
  const Change change = planned("apply-delay", {{"delay", Duration{2500ms}}});
  const std::vector<std::string> apply = words_of(change.apply);
  CHECK(apply.at(0) == "psql");
  CHECK(std::ranges::count(apply, "alter system set recovery_min_apply_delay = '2500ms'") == 1);
  CHECK(apply.back() == "select pg_reload_conf()");
  CHECK(change.apply.host.name == "db-b");
  const Outcome before{true, 0, {}, {}, {{"alter system reset recovery_min_apply_delay", "0", ""}}};
  const Json captured = capture_value(change, before).value();
  const Change ready = resolve(change, captured, WallTime{}).value();
  const std::vector<std::string> revert = words_of(*ready.revert);
  CHECK(std::ranges::count(revert, "alter system reset recovery_min_apply_delay") == 1);
  CHECK(std::get<Sql>(ready.verify.look.what).params == std::vector<Arg>{"0", ""});
}

TEST_CASE(
    "a delay that somebody else has set meanwhile is theirs; one that was not loaded is ours") {
  const Change change = planned("apply-delay");
  CHECK(read_seen(change.verify, cell("delayed by us")) == Seen::in_force);
  CHECK(read_seen(change.verify, cell("gone")) == Seen::gone);
  CHECK(read_seen(change.verify, cell("not loaded")) == Seen::inert);
  CHECK(read_seen(change.verify, cell("set to 7000 by another")) == Seen::foreign);
}

TEST_CASE("a timer on the standby's host puts the delay back when nobody is left") {
  const Change change = planned("apply-delay");
  CHECK(change.dead_man == DeadMan::timer);
  CHECK(samples::says(change.plant, "start-stop-daemon"));
  CHECK(samples::says(change.plant, "psql"));
  CHECK(samples::says(change.unplant, "--remove-pidfile"));
}
