// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "lab/lab.hpp"

using namespace gameday::lab;

TEST_CASE("a machine that runs the tests of the lab can hold one, and says which kind") {
  const auto before = std::filesystem::read_symlink("/proc/self/ns/net");
  const Preflight found = preflight();
  CHECK(found.possible);
  CHECK(found.rootless == (getuid() != 0));
  REQUIRE_FALSE(found.reasons.empty());
  CHECK(std::filesystem::read_symlink("/proc/self/ns/net") == before);
}
