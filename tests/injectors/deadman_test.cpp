// SPDX-License-Identifier: Apache-2.0
#include "injectors/deadman.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr const char* k_run = "0badcafe";

Host host_with(std::string timer) {
  Host host;
  host.name = "db-a";
  host.timer = std::move(timer);
  return host;
}

/// Sets a delay; what was there before goes back.
Change sample() {
  Change change;
  change.id = "fault.slow.db-a";
  change.summary = "delays the replica";
  change.capture = Action{{"db-a"}, 3000ms, Exec{{"show-delay"}}};
  change.capture_fields = {"delay=delay"};
  change.apply = {{"db-a"}, 3000ms, Exec{{"set-delay", "5s"}}};
  change.verify = {{{"db-a"}, 3000ms, Exec{{"show-delay"}}},
                   {.contains = {"5s"}},
                   {.contains = {Captured{"/delay"}}}};
  change.revert = Action{{"db-a"}, 3000ms, Exec{{"set-delay", Captured{"/delay"}}}};
  return change;
}

std::vector<std::string> words(const Action& action) {
  std::vector<std::string> all;
  for (const Arg& arg : std::get<Exec>(action.what).argv) {
    const auto* text = std::get_if<std::string>(&arg);
    all.push_back(text != nullptr ? *text : "<later>");
  }
  return all;
}

bool stands_in(const std::vector<std::string>& argv, const std::string& word) {
  return std::ranges::find(argv, word) != argv.end();
}

}  // namespace

TEST_CASE("a timer carries the revert's own words, and can be stopped") {
  for (const char* kind : {"process", "systemd"}) {
    Change change = sample();
    plant_timer(change, host_with(kind), k_run, 17500ms);
    CHECK(change.dead_man == DeadMan::timer);
    CHECK(change.expires_after == 18s);
    REQUIRE_FALSE(change.plant.empty());
    const auto argv = words(change.plant.back());
    CHECK(stands_in(argv, "set-delay"));
    CHECK(argv.back() == "<later>");
    REQUIRE(change.unplant.size() == 1);
    CHECK(change.unplant[0].host.name == "db-a");
  }
}

TEST_CASE("a timer waits for whole seconds, and for one at least") {
  Change change = sample();
  plant_timer(change, host_with("process"), k_run, 10ms);
  CHECK(stands_in(words(change.plant.back()), "1"));
  Change unit = sample();
  plant_timer(unit, host_with("systemd"), k_run, 17500ms);
  CHECK(stands_in(words(unit.plant.back()), "--on-active=18s"));
}

TEST_CASE("stopping a timer that has fired is no error") {
  Change unit = sample();
  plant_timer(unit, host_with("systemd"), k_run, 17500ms);
  // systemctl fails for a unit that is gone, but not for a pattern that fits none.
  CHECK(words(unit.unplant.at(0)).back() == "gameday-0badcafe-fault.slow.db-a.time[r]");
  Change process = sample();
  plant_timer(process, host_with("process"), k_run, 17500ms);
  CHECK(stands_in(words(process.unplant.at(0)), "--oknodo"));
}

TEST_CASE("a note is planted before all else, and what it says makes the change again") {
  Change change = sample();
  plant_timer(change, host_with("process"), k_run, 18s);
  plant_note(change, host_with("process"), k_run);
  const auto ready = resolve(change, Json{{"delay", "2s"}}, WallTime{});
  REQUIRE(ready);
  const auto& planted = std::get<Exec>(ready->plant.at(1).what);
  CHECK(std::get<std::string>(planted.argv.back()) ==
        "of=/run/gameday/0badcafe.fault.slow.db-a.json");
  std::string line;
  for (const Arg& piece : planted.stdin_text) line += std::get<std::string>(piece);
  CHECK(std::ranges::count(line, '\n') == 1);

  const Notes notes = read_notes(line);
  CHECK(notes.unreadable.empty());
  REQUIRE(notes.notes.size() == 1);
  const Note& note = notes.notes[0];
  CHECK(note.run_id == k_run);
  CHECK(note.change.id == change.id);
  CHECK(words(*note.change.revert) == std::vector<std::string>{"set-delay", "2s"});
  CHECK(note.change.verify.gone.contains.at(0) == Arg{"2s"});
  // Timer and note go again, the note last: until then it can be recovered from.
  REQUIRE(note.change.unplant.size() == 2);
  CHECK(words(note.change.unplant[1]) ==
        std::vector<std::string>{"rm", "-f", "/run/gameday/0badcafe.fault.slow.db-a.json"});
}

TEST_CASE("what is no note is told, and the others are read") {
  Change change = sample();
  change.capture.reset();
  change.revert->what = Exec{{"set-delay", "0"}};
  change.verify.gone.contains = {"none"};
  plant_note(change, host_with("process"), k_run);
  std::string line;
  for (const Arg& piece : std::get<Exec>(change.plant.at(1).what).stdin_text) {
    line += std::get<std::string>(piece);
  }
  const Notes notes =
      read_notes("garbage\n" + line + "{\"run\":\"x\"}\n[1]\n\n" + line.substr(0, 90));
  CHECK(notes.notes.size() == 1);
  CHECK(notes.unreadable.size() == 4);
  CHECK(read_notes("").notes.empty());
}

TEST_CASE("notes are looked for where they are put") {
  Host host = host_with("process");
  host.scratch = "/tmp/x";
  const auto argv = words(list_notes(host));
  CHECK(argv.at(0) == "find");
  CHECK(argv.at(1) == "/tmp/x/gameday");
}
