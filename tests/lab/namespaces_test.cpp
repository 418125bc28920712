// SPDX-License-Identifier: Apache-2.0
#include "lab/namespaces.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "lab/launch.hpp"
#include "tests/lab/support/inside.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

std::filesystem::path own(const char* kind) {
  return std::filesystem::read_symlink(std::filesystem::path{"/proc/self/ns"} / kind);
}

}  // namespace

TEST_CASE("the caller leaves its network, mounts and IPC, and keeps its uid") {
  const auto net = own("net");
  const auto mnt = own("mnt");
  const auto ipc = own("ipc");
  const uid_t uid = getuid();
  CHECK(in_child([&] {
          if (!leave_namespaces(uid != 0)) return 1;
          if (own("net") == net || own("mnt") == mnt || own("ipc") == ipc) return 2;
          return getuid() == uid ? 0 : 3;
        }) == 0);
}

TEST_CASE("the first process inside is number one and sees nobody else") {
  CHECK(in_new_namespaces([] {
          int processes = 0;
          for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
            if (entry.path().filename().string().find_first_not_of("0123456789") ==
                std::string::npos) {
              ++processes;
            }
          }
          return getpid() == 1 && processes == 1 ? 0 : 1;
        }) == 0);
}

TEST_CASE("what is written to /run and /dev/shm inside is not there outside") {
  CHECK(in_new_namespaces([] {
          std::ofstream{"/run/gameday-inside"} << "x";
          std::ofstream{"/dev/shm/gameday-inside"} << "x";
          return std::filesystem::exists("/run/gameday-inside") ? 0 : 1;
        }) == 0);
  CHECK_FALSE(std::filesystem::exists("/run/gameday-inside"));
  CHECK_FALSE(std::filesystem::exists("/dev/shm/gameday-inside"));
}

TEST_CASE("capabilities are kept over exec inside, so that tools can make networks") {
  const std::string log = "/run/log";
  const std::vector<std::string> make{"/usr/sbin/ip", "link", "add",  "gd0", "type",
                                      "veth",         "peer", "name", "gd1"};
  CHECK(in_new_namespaces([&] {
          return run(Launch{.argv = make, .log = log}, std::chrono::seconds{5}) ? 0 : 2;
        }) == 0);
}

TEST_CASE("a visit to a zone ends where it began") {
  const std::vector<std::string> make{"/usr/sbin/ip", "netns", "add", "there"};
  CHECK(in_new_namespaces([&] {
          if (!run(Launch{.argv = make, .log = "/run/log"}, std::chrono::seconds{5})) return 2;
          const auto home = own("net");
          {
            const auto visit = ZoneVisit::begin("there");
            if (!visit || own("net") == home) return 3;
          }
          if (ZoneVisit::begin("nowhere")) return 4;
          return own("net") == home ? 0 : 5;
        }) == 0);
}

TEST_CASE("a zone is a file inside, and seen through the supervisor outside") {
  CHECK(zone_file("world") == "/run/netns/world");
  CHECK(zone_file(42, "world") == "/proc/42/root/run/netns/world");
  const auto joined = join_network("/run/netns/gameday-no-such-zone");
  REQUIRE_FALSE(joined);
  CHECK(joined.error().kind == ErrorKind::absent);
}
