// SPDX-License-Identifier: Apache-2.0
#include "cli/follow.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "drills/record/sealed_line.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

std::string line_of(const std::string& text, std::uint64_t sequence) {
  return *seal(to_json(Event{.at = Instant{std::chrono::seconds{1}}, .body = events::Note{text}}),
               sequence);
}

void append(const std::filesystem::path& folder, const std::string& text) {
  std::ofstream(folder / "timeline.jsonl", std::ios::app | std::ios::binary) << text;
}

TEST_CASE("what has come in whole is told once") {
  const Scratch scratch;
  TimelineFollower follower(scratch.path);
  CHECK(follower.more().empty());
  append(scratch.path, line_of("one", 1) + line_of("two", 2));
  CHECK(follower.more().size() == 2);
  CHECK(follower.more().empty());
}

TEST_CASE("a line is told when its end has come") {
  const Scratch scratch;
  TimelineFollower follower(scratch.path);
  const std::string line = line_of("one", 1);
  append(scratch.path, line.substr(0, 10));
  CHECK(follower.more().empty());
  append(scratch.path, line.substr(10));
  REQUIRE(follower.more().size() == 1);
}

TEST_CASE("a damaged line is left out, the next one is not") {
  const Scratch scratch;
  TimelineFollower follower(scratch.path);
  std::string damaged = line_of("one", 1);
  damaged[damaged.size() / 2] ^= 1;
  append(scratch.path, damaged + line_of("two", 2));
  const std::vector<Event> events = follower.more();
  REQUIRE(events.size() == 1);
  CHECK(std::get<events::Note>(events.front().body).text == "two");
}

}  // namespace
}  // namespace gameday
