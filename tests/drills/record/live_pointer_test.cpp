// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

#include "drills/record/run_directory.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

LivePointer of_this_process(const std::string& id) {
  return {.run_id = id,
          .folder = "/some/where",
          .pid = ::getpid(),
          .start_time = process_start_time(::getpid()),
          .boot_id = boot_id(),
          .inventory = "abc"};
}

TEST_CASE("the folder of the pointers is where the environment says") {
  const Variable live{"GAMEDAY_LIVE", "/x/live"};
  CHECK(live_folder() == "/x/live");
}

TEST_CASE("pointers are written, listed in order, and removed") {
  const Scratch scratch;
  const Variable live{"GAMEDAY_LIVE", (scratch.path / "made/live").string()};
  CHECK(live_pointers().empty());
  REQUIRE(write_live_pointer(of_this_process("2")));
  REQUIRE(write_live_pointer(of_this_process("1")));
  REQUIRE(write_live_pointer(of_this_process("2")));
  const auto found = live_pointers();
  REQUIRE(found.size() == 2);
  CHECK(found[0].run_id == "1");
  CHECK(found[1].folder == "/some/where");
  CHECK(found[1].inventory == "abc");
  REQUIRE(remove_live_pointer("1"));
  REQUIRE(remove_live_pointer("1"));
  CHECK(live_pointers().size() == 1);
}

TEST_CASE("rubbish among the pointers is passed over") {
  const Scratch scratch;
  const Variable live{"GAMEDAY_LIVE", scratch.path.string()};
  std::ofstream{scratch.path / "a.json"} << "{\"run\":";
  std::ofstream{scratch.path / "b.json"} << "{\"run\":5}";
  std::ofstream{scratch.path / "c.json"} << std::string(200'000, '[');
  std::ofstream{scratch.path / "d.txt"} << "hello";
  REQUIRE(write_live_pointer(of_this_process("9")));
  CHECK(live_pointers().size() == 1);
}

TEST_CASE("a folder that is a link to elsewhere is not believed") {
  const Scratch scratch;
  std::filesystem::create_directory(scratch.path / "real");
  std::filesystem::create_directory_symlink(scratch.path / "real", scratch.path / "live");
  const Variable live{"GAMEDAY_LIVE", (scratch.path / "live").string()};
  CHECK(write_live_pointer(of_this_process("1")).error().kind == ErrorKind::refused);
  CHECK(live_pointers().empty());
}

TEST_CASE("alive is told by the start time and the boot, not by the number alone") {
  CHECK(is_alive(of_this_process("1")));
  auto reused = of_this_process("1");
  ++reused.start_time;
  CHECK_FALSE(is_alive(reused));
  auto before_boot = of_this_process("1");
  before_boot.boot_id = "another";
  CHECK_FALSE(is_alive(before_boot));
}

}  // namespace
}  // namespace gameday
