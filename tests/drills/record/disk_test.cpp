// SPDX-License-Identifier: Apache-2.0
#include "drills/record/disk.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <vector>

#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

TEST_CASE("a file is put in place whole, private, and without its draft") {
  const Scratch scratch;
  const auto file = scratch.path / "a.json";
  REQUIRE(write_synced(file, "one").has_value());
  REQUIRE(write_synced(file, "two").has_value());
  CHECK(read_file(file).value() == "two");
  struct stat about{};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK_FALSE(std::filesystem::exists(scratch.path / "a.json.new"));
}

TEST_CASE("a file that cannot be written is an error that names it") {
  const Scratch scratch;
  const auto written = write_synced(scratch.path / "no" / "such" / "folder", "x");
  REQUIRE_FALSE(written.has_value());
  CHECK(written.error().where.find("such") != std::string::npos);
  CHECK(read_file(scratch.path / "nothing").error().kind == ErrorKind::absent);
  CHECK(write_all(-1, "x", "nowhere").error().kind == ErrorKind::failed);
}

TEST_CASE("lines come one by one, however long, and the last says whether it is whole") {
  const Scratch scratch;
  const std::string longest(200000, 'x');
  REQUIRE(write_synced(scratch.path / "f", "a\n\n" + longest + "\ntorn").has_value());
  std::vector<std::string> lines;
  std::vector<bool> whole;
  std::string all;
  const auto read = read_lines(
      scratch.path / "f",
      [&](std::string_view line, bool ended) {
        lines.emplace_back(line);
        whole.push_back(ended);
      },
      [&](std::string_view piece) { all += piece; });
  REQUIRE(read.has_value());
  CHECK(lines == std::vector<std::string>{"a", "", longest, "torn"});
  CHECK(whole == std::vector<bool>{true, true, true, false});
  CHECK(all.size() == longest.size() + 8);
}

}  // namespace
}  // namespace gameday
