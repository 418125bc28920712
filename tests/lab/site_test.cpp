// SPDX-License-Identifier: Apache-2.0
#include "lab/site.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

TEST_CASE("a name is short and plain, so that socket paths fit and paths stay in the folder") {
  CHECK(check_name("default"));
  CHECK(check_name("t-two-2"));
  CHECK(check_name(std::string(32, 'a')));
  for (const std::string name : {"", "-a", "A", "a/b", "..", "a b", "template-15"}) {
    CAPTURE(name);
    const auto checked = check_name(name);
    REQUIRE_FALSE(checked);
    CHECK(checked.error().kind == ErrorKind::bad_input);
  }
  CHECK_FALSE(check_name(std::string(33, 'a')));
}

TEST_CASE("a site is the caller's own, and its servers are not root") {
  const auto site = make_site(Options{.name = "here"});
  REQUIRE(site);
  CHECK(site->folder == site->base / "here");
  CHECK(site->base == "/var/tmp/gameday-" + std::to_string(getuid()));
  CHECK(site->rootless == (getuid() != 0));
  CHECK(site->account.uid != 0);
  CHECK(std::filesystem::exists(site->programs));
}

TEST_CASE("a folder that others may write is not used") {
  const Scratch scratch;
  const auto base = scratch.folder() / "base";
  REQUIRE(make_base_folder(base));
  REQUIRE(make_base_folder(base));
  REQUIRE(chmod(base.c_str(), 0777) == 0);
  const auto refused = make_base_folder(base);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::refused);
}

TEST_CASE("a link in the place of the folder is not followed") {
  const Scratch scratch;
  std::filesystem::create_directory_symlink(scratch.folder(), scratch.folder() / "link");
  CHECK_FALSE(make_base_folder(scratch.folder() / "link"));
}

TEST_CASE("folders and files of the servers are theirs alone") {
  const Scratch scratch;
  const auto site = make_site(Options{});
  REQUIRE(site);
  const auto folder = scratch.folder() / "server";
  REQUIRE(make_server_folder(*site, folder));
  REQUIRE(write_server_file(*site, folder / "file", "text"));
  struct stat seen{};
  REQUIRE(stat(folder.c_str(), &seen) == 0);
  CHECK((seen.st_mode & 0777) == 0700);
  REQUIRE(stat((folder / "file").c_str(), &seen) == 0);
  CHECK((seen.st_mode & 0777) == 0600);
  CHECK(seen.st_uid == site->account.uid);
  CHECK_FALSE(write_server_file(*site, scratch.folder() / "absent" / "file", "text"));
}

TEST_CASE("a server's socket is found where whoever steers it looks, once") {
  const Scratch scratch;
  auto site = make_site(Options{});
  REQUIRE(site);
  site->folder = scratch.folder();
  REQUIRE(offer_socket(*site, "queue-a", "/there/redis.sock"));
  CHECK(std::filesystem::read_symlink(scratch.file("queue-a.sock")) == "/there/redis.sock");
  CHECK_FALSE(offer_socket(*site, "queue-a", "/there/redis.sock"));
}

TEST_CASE("pids are noted in a folder of their own") {
  CHECK(pid_file("/lab", "shop-a") == "/lab/pids/shop-a.pid");
}

TEST_CASE("the tail of a file is its end without the last line ends") {
  const Scratch scratch;
  const auto file = scratch.write("log", "first\nsecond\n\n");
  CHECK(tail_of(file) == "first\nsecond");
  CHECK(tail_of(file, 8) == "second");
  CHECK(tail_of(scratch.file("absent")).empty());
}
