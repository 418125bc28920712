// SPDX-License-Identifier: Apache-2.0
// Hosts of a lab short of disk, processor and memory for real: as much as was asked for, never past
// the reserve, and over by itself.
// also as an ordinary user
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <sstream>

#include "tests/regions/support/live_fault.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t k_reserve = 256L << 20U;

/// Makes a small file system in the lab's memory.
void make_small(const Lab& lab, const std::string& path, int mib) {
  REQUIRE(lab.on("app-a", {"mkdir", path}).status == 0);
  const auto made =
      lab.on("app-a", {"mount", "-t", "tmpfs", "-o", fmt::format("size={}m", mib), "tmpfs", path});
  REQUIRE_MESSAGE(made.status == 0, made.err);
}

std::int64_t free_bytes(const Lab& lab, const std::string& path) {
  const auto told = lab.on("app-a", {"df", "--block-size=1", "--output=avail", path});
  std::istringstream lines{told.out};
  std::string head;
  std::int64_t bytes = -1;
  std::getline(lines, head);
  lines >> bytes;
  return bytes;
}

std::string fill(const std::string& path, int to) {
  return fmt::format("kind = \"disk_fill\"\nhost = \"app-a\"\npath = \"{}\"\nto = {}", path, to);
}

int loads(const Lab& lab) {
  std::istringstream lines{lab.on("app-a", {"ps", "-eo", "args", "--no-headers"}).out};
  int count = 0;
  for (std::string line; std::getline(lines, line);) {
    count += line.find("stress-ng") != line.npos && line.find("perl") == line.npos ? 1 : 0;
  }
  return count;
}

}  // namespace

TEST_CASE("a disk is filled as far as asked, and never past the reserve") {
  const Lab lab{"host-load"};
  make_small(lab, "/run/small", 320);
  make_small(lab, "/run/tiny", 200);
  const std::string before = look_at_world(lab);

  LiveFault some{lab, fill("/run/small", 10), 30s};
  CHECK(some.apply() == "");
  CHECK(some.proven());
  CHECK(some.seen() == Seen::in_force);
  CHECK(free_bytes(lab, "/run/small") == doctest::Approx(0.9 * 320 * (1U << 20U)).epsilon(0.01));
  CHECK(some.revert() == "");

  LiveFault most{lab, fill("/run/small", 99), 30s};
  CHECK(most.apply() == "");
  CHECK(most.proven());
  CHECK(free_bytes(lab, "/run/small") >= k_reserve);
  CHECK(free_bytes(lab, "/run/small") < k_reserve + (8L << 20U));
  CHECK(most.revert() == "");

  LiveFault none{lab, fill("/run/tiny", 50), 30s};
  CHECK(none.apply().find("no more than its reserve") != std::string::npos);
  CHECK(none.revert() == "");
  CHECK(free_bytes(lab, "/run/tiny") == 200L << 20U);
  CHECK(difference(before, look_at_world(lab)) == "");
}

TEST_CASE("processor and memory are loaded as asked, until the time limit or the revert") {
  const Lab lab{"host-load"};
  const std::string before = look_at_world(lab);
  LiveFault cpu{lab, "kind = \"cpu_load\"\nhost = \"app-a\"\npercent = 40\nworkers = 1", 4s};
  CHECK(cpu.apply() == "");
  CHECK(cpu.proven());
  CHECK(cpu.seen() == Seen::in_force);
  CHECK(eventually([&] { return cpu.seen() == Seen::inert; }, 10s));
  CHECK(loads(lab) == 0);
  CHECK(cpu.revert() == "");

  // On a host whose commands are another account's, in a root lab.
  LiveFault memory{lab, "kind = \"memory_load\"\nhost = \"db-a\"\npercent = 1", 30s};
  CHECK(memory.apply() == "");
  CHECK(memory.proven());
  CHECK(loads(lab) >= 2);
  CHECK(memory.revert() == "");
  CHECK(loads(lab) == 0);
  CHECK(memory.revert() == "");

  LiveFault killed{lab, "kind = \"memory_load\"\nhost = \"app-a\"\npercent = 1", 30s};
  CHECK(killed.apply() == "");
  std::string pid =
      lab.on("app-a", {"find", "/run/gameday", "-name", "*.load", "-exec", "cat", "{}", "+"}).out;
  pid = pid.substr(0, pid.find('\n'));
  REQUIRE(lab.on("app-a", {"kill", "-KILL", pid}).status == 0);
  CHECK(eventually([&] { return loads(lab) == 0; }, 5s));
  CHECK(killed.seen() == Seen::inert);
  CHECK(killed.revert() == "");
  CHECK(difference(before, look_at_world(lab)) == "");
}

}  // namespace gameday::regions
