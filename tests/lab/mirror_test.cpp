// SPDX-License-Identifier: Apache-2.0
#include "lab/mirror.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

ino_t inode_of(const std::filesystem::path& path) {
  struct stat seen{};
  REQUIRE(stat(path.c_str(), &seen) == 0);
  return seen.st_ino;
}

}  // namespace

TEST_CASE("a mirror holds what the model holds, modes included") {
  const Scratch scratch;
  std::filesystem::create_directories(scratch.folder() / "model/deep");
  scratch.write("model/deep/file", "content");
  REQUIRE(chmod(scratch.file("model/deep/file").c_str(), 0640) == 0);
  REQUIRE(mirror(scratch.folder() / "model", scratch.folder() / "copy"));
  CHECK(scratch.read("copy/deep/file") == "content");
  struct stat seen{};
  REQUIRE(stat(scratch.file("copy/deep/file").c_str(), &seen) == 0);
  CHECK((seen.st_mode & 0777) == 0640);
}

TEST_CASE("what is there already is written over where it lies, and strangers go") {
  const Scratch scratch;
  std::filesystem::create_directories(scratch.folder() / "model/kept");
  std::filesystem::create_directories(scratch.folder() / "copy/stranger/deep");
  std::filesystem::create_directories(scratch.folder() / "copy/type");
  scratch.write("model/file", "short");
  scratch.write("model/type", "a file here, a folder there");
  scratch.write("copy/file", "a much longer text than the model's");
  scratch.write("copy/stranger/deep/file", "x");
  const ino_t before = inode_of(scratch.file("copy/file"));
  REQUIRE(mirror(scratch.folder() / "model", scratch.folder() / "copy"));
  CHECK(scratch.read("copy/file") == "short");
  CHECK(inode_of(scratch.file("copy/file")) == before);
  CHECK(scratch.read("copy/type") == "a file here, a folder there");
  CHECK_FALSE(std::filesystem::exists(scratch.folder() / "copy/stranger"));
  CHECK(std::filesystem::is_directory(scratch.folder() / "copy/kept"));
}

TEST_CASE("a file larger than the buffer comes over whole") {
  const Scratch scratch;
  std::filesystem::create_directory(scratch.folder() / "model");
  const std::string large(700'001, 'x');
  scratch.write("model/large", large);
  REQUIRE(mirror(scratch.folder() / "model", scratch.folder() / "copy"));
  CHECK(scratch.read("copy/large") == large);
}

TEST_CASE("a model that is not there is an error") {
  const Scratch scratch;
  CHECK_FALSE(mirror(scratch.folder() / "absent", scratch.folder() / "copy"));
}

TEST_CASE("spares are kept up to a limit, and given out again") {
  const Scratch scratch;
  const auto& base = scratch.folder();
  for (int number = 0; number < 6; ++number) {
    const auto data = base / ("data-" + std::to_string(number));
    std::filesystem::create_directory(data);
    scratch.write(data.filename().string() + "/mark", std::to_string(number));
    keep_spare(base, data);
    CHECK(std::filesystem::exists(data) == (number >= 4));
  }
  keep_spare(base, base / "absent");
  for (int number = 0; number < 4; ++number) {
    const auto place = base / ("taken-" + std::to_string(number));
    take_spare(base, place);
    CHECK(scratch.read(place.filename().string() + "/mark") == std::to_string(number));
  }
  take_spare(base, base / "taken-4");
  CHECK_FALSE(std::filesystem::exists(base / "taken-4"));
}
