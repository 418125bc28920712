// SPDX-License-Identifier: Apache-2.0
#include "world/file_write.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "tests/world/support/scratch.hpp"

using namespace gameday;

namespace {

mode_t mode_of(const std::string& path) {
  struct stat info{};
  REQUIRE(stat(path.c_str(), &info) == 0);
  return info.st_mode & 07777U;
}

std::ptrdiff_t files_in(const Scratch& scratch) {
  return std::distance(std::filesystem::directory_iterator{scratch.folder()}, {});
}

}  // namespace

TEST_CASE("a file is written with its mode, whatever the umask") {
  const Scratch scratch;
  const mode_t before = umask(077);
  REQUIRE(write_file(scratch.file("a"), "content\n", "0644"));
  umask(before);
  CHECK(scratch.read("a") == "content\n");
  CHECK(mode_of(scratch.file("a")) == 0644);
  CHECK(files_in(scratch) == 1);
}

TEST_CASE("an existing file is replaced, not written into") {
  const Scratch scratch;
  const std::string path = scratch.write("a", "a long old content");
  std::filesystem::create_hard_link(path, scratch.file("other-name"));
  REQUIRE(write_file(path, "new", "0600"));
  CHECK(scratch.read("a") == "new");
  CHECK(mode_of(path) == 0600);
  CHECK(scratch.read("other-name") == "a long old content");
}

TEST_CASE("a failure leaves nothing behind and the old file in place") {
  const Scratch scratch;
  CHECK(!write_file(scratch.file("no/such/folder"), "x", "0600"));
  std::filesystem::create_directory(scratch.file("folder"));
  CHECK(!write_file(scratch.file("folder"), "x", "0600"));
  CHECK(std::filesystem::is_directory(scratch.file("folder")));
  CHECK(files_in(scratch) == 1);
}

TEST_CASE("a mode that is not octal is refused") {
  const Scratch scratch;
  for (const std::string mode : {"", "rw", "0800", "77777", "-1"}) {
    CAPTURE(mode);
    const auto outcome = write_file(scratch.file("a"), "x", mode);
    REQUIRE(!outcome);
    CHECK(outcome.error().kind == ErrorKind::bad_input);
  }
  CHECK(files_in(scratch) == 0);
}

TEST_CASE("removing is safe to repeat") {
  const Scratch scratch;
  const std::string path = scratch.write("a", "x");
  CHECK(remove_file(path)->ok);
  CHECK(!std::filesystem::exists(path));
  CHECK(remove_file(path)->ok);
  CHECK(!remove_file(scratch.folder().string()));
}
