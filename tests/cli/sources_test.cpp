// SPDX-License-Identifier: Apache-2.0
#include "cli/sources.hpp"

#include <sys/stat.h>

#include <algorithm>

#include "tests/cli/support/gameday.hpp"
#include "tests/drills/record/scratch.hpp"

using namespace gameday;
namespace fs = std::filesystem;

TEST_CASE("a file is read up to one byte behind the cap") {
  const Scratch scratch;
  write_file(scratch.path / "small", "abc");
  CHECK(read_source(scratch.path / "small")->text == "abc");
  fs::resize_file(scratch.path / "small", 100U << 20U);
  CHECK(read_source(scratch.path / "small")->text.size() == k_definition_cap + 1);
}

TEST_CASE("what is no regular file is refused, and does not hold us up") {
  const Scratch scratch;
  const std::string pipe = scratch.path / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(read_source(pipe).error().why == "it is no regular file");
  CHECK_FALSE(read_source(scratch.path));
  CHECK_FALSE(read_source("/dev/zero"));
  CHECK_FALSE(read_source(scratch.path / "absent"));
}

TEST_CASE("a drill is found by its path before the catalogs, and by its name in them") {
  const Scratch scratch;
  fs::create_directories(scratch.path / "first/drills");
  fs::create_directories(scratch.path / "second");
  write_file(scratch.path / "first/drills/a.toml", "drill = \"first\"");
  write_file(scratch.path / "second/a.toml", "drill = \"second\"");
  write_file(scratch.path / "second/lab.toml", "environment = \"lab\"");
  write_file(scratch.path / "here", "drill = \"here\"");
  const Variable catalog{"GAMEDAY_CATALOG", (scratch.path / "first").string() +
                                                "::" + (scratch.path / "second").string()};
  CHECK(find_drill("a")->text == "drill = \"first\"");
  CHECK(find_drill("a.toml")->text == "drill = \"first\"");
  CHECK(find_drill(scratch.path / "here")->text == "drill = \"here\"");
  const std::vector<std::string> listed = catalog_drills();
  CHECK(std::ranges::count(listed, "a") == 1);
  CHECK(std::ranges::count(listed, "lab") == 0);

  const auto absent = find_drill("aa");
  REQUIRE_FALSE(absent);
  CHECK(absent.error().kind == ErrorKind::bad_input);
  CHECK(absent.error().next == "did you mean a?");
  CHECK_FALSE(find_drill("no/such/a"));
}

TEST_CASE("what a drill names is looked for beside it, then in the catalogs") {
  const Scratch scratch;
  fs::create_directories(scratch.path / "drills");
  fs::create_directories(scratch.path / "catalog/runbooks");
  write_file(scratch.path / "drills/lab.toml", "beside");
  write_file(scratch.path / "catalog/lab.toml", "catalog");
  write_file(scratch.path / "catalog/runbooks/over.toml", "runbook");
  write_file(scratch.path / "up.toml", "above");
  const Variable catalog{"GAMEDAY_CATALOG", scratch.path / "catalog"};
  const ReadSource read = disk_reader();
  const std::string drill = scratch.path / "drills/loss.toml";
  CHECK(read("lab.toml", drill, "drills")->text == "beside");
  CHECK(read("over.toml", drill, "runbooks")->text == "runbook");
  CHECK_FALSE(read("over.toml", drill, "drills"));
  CHECK(read("../up.toml", drill, "drills")->text == "above");
  CHECK(read((scratch.path / "up.toml").string(), drill, "drills")->text == "above");
  CHECK_FALSE(read("runbooks/over.toml", drill, "drills"));
}

TEST_CASE("the labs' folder is a variable, and the chosen lab") {
  CHECK(default_variables("").at("labs").starts_with("/var/tmp/gameday-"));
  CHECK_FALSE(default_variables("").contains("lab_name"));
  CHECK(default_variables("mine").at("lab_name") == "mine");
}
