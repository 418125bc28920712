// SPDX-License-Identifier: Apache-2.0
#include "drills/record/run_directory.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

WallTime at(std::string_view text) { return parse_utc(text).value(); }

TEST_CASE("the home is where the environment says") {
  const Variable state{"XDG_STATE_HOME", "/state"};
  {
    const Variable home{"GAMEDAY_HOME", "/somewhere"};
    CHECK(gameday_home() == "/somewhere");
  }
  const Variable none{"GAMEDAY_HOME", ""};
  CHECK(gameday_home() == "/state/gameday");
  const Variable no_state{"XDG_STATE_HOME", ""};
  const Variable user{"HOME", "/home/op"};
  CHECK(gameday_home() == "/home/op/.local/state/gameday");
}

TEST_CASE("a run's folder is made once, and is private") {
  const Scratch scratch;
  const auto start = at("2026-11-23T10:00:00Z");
  const auto folder = make_run_folder(scratch.path, "region_blackhole", "0badcafe", start).value();
  CHECK(folder == scratch.path / "runs/region_blackhole/20261123T100000Z-0badcafe");
  struct stat about{};
  REQUIRE(::stat(folder.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0700);
  CHECK(std::filesystem::is_directory(folder / "ledgers"));
  CHECK_FALSE(make_run_folder(scratch.path, "region_blackhole", "0badcafe", start).has_value());
}

TEST_CASE("a run is found by id, name, folder, or as the last one") {
  const Scratch scratch;
  const auto first =
      make_run_folder(scratch.path, "zz", "00000001", at("2026-11-23T10:00:00Z")).value();
  const auto second =
      make_run_folder(scratch.path, "aa", "00000002", at("2026-11-23T10:00:01Z")).value();
  CHECK(find_run(scratch.path, "00000001").value() == first);
  CHECK(find_run(scratch.path, "zz/20261123T100000Z-00000001").value() == first);
  CHECK(find_run(scratch.path, "20261123T100001Z-00000002").value() == second);
  CHECK(find_run(scratch.path, "last").value() == second);
  CHECK(find_run(scratch.path, "00000003").error().kind == ErrorKind::absent);
  CHECK(find_run(scratch.path, "").error().kind == ErrorKind::absent);
  const Scratch elsewhere;
  CHECK(find_run(scratch.path, elsewhere.path.string()).error().kind == ErrorKind::absent);
  std::ofstream{elsewhere.path / "drill.toml"} << "drill = \"x\"\n";
  CHECK(find_run(scratch.path, elsewhere.path.string()).value() == elsewhere.path);
}

TEST_CASE("an empty home has no last run") {
  const Scratch scratch;
  CHECK(find_run(scratch.path, "last").error().kind == ErrorKind::absent);
}

}  // namespace
}  // namespace gameday
