// SPDX-License-Identifier: Apache-2.0
#include "world/ssh_sockets.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <set>

#include "tests/world/support/scratch.hpp"
#include "tests/world/support/set_variable.hpp"

using namespace gameday;

TEST_CASE("sockets lie in a folder that is ours alone") {
  const Scratch scratch;
  const SetVariable runtime{"XDG_RUNTIME_DIR", scratch.folder()};
  const std::string folder = ssh_socket_folder().value();
  CHECK(folder == scratch.file("gameday-ssh"));
  struct stat about{};
  REQUIRE(stat(folder.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0700);
  CHECK(ssh_socket_folder().value() == folder);
}

TEST_CASE("a folder that others can write to, or that is none, is not used") {
  const Scratch scratch;
  const SetVariable runtime{"XDG_RUNTIME_DIR", scratch.folder()};
  const std::string file = scratch.file("gameday-ssh");
  std::filesystem::create_directory(file);
  std::filesystem::permissions(file, std::filesystem::perms::all);
  CHECK_FALSE(ssh_socket_folder());
  std::filesystem::remove(file);
  std::filesystem::create_symlink("/tmp", file);
  CHECK_FALSE(ssh_socket_folder());
}

TEST_CASE("where the path would be too long for a socket, another folder is taken") {
  const Scratch scratch;
  const std::string deep = scratch.file(std::string(60, 'd'));
  std::filesystem::create_directory(deep);
  const SetVariable runtime{"XDG_RUNTIME_DIR", deep};
  const std::string folder = ssh_socket_folder().value();
  CHECK(folder.starts_with("/var/tmp/gameday-"));
  CHECK(folder.size() + 1 + 16 + 17 <= 107);
}

TEST_CASE("another account, key, list of host keys, way or place is another connection") {
  const SshWay way{.user = "ops", .identity = "/k", .known_hosts = "/h", .jump = "j", .port = 22};
  std::set<std::string> names{ssh_socket_name(way, "a"), ssh_socket_name(way, "b")};
  for (const auto member :
       {&SshWay::user, &SshWay::identity, &SshWay::known_hosts, &SshWay::jump}) {
    SshWay other = way;
    other.*member = "x";
    names.insert(ssh_socket_name(other, "a"));
  }
  SshWay other = way;
  other.port = 23;
  names.insert(ssh_socket_name(other, "a"));
  CHECK(names.size() == 7);
  CHECK(names.begin()->size() == 16);
  CHECK(ssh_socket_name(way, "a") == ssh_socket_name(way, "a"));
}
