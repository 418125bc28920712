// SPDX-License-Identifier: Apache-2.0
#include "drills/run/vitals.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t k_plenty = 1U << 30U;
constexpr std::uint64_t k_floor = 64U << 20U;

TEST_CASE("under the floor of disk or memory there is no going on") {
  VitalSigns signs;
  CHECK(signs.failing({k_floor, k_floor, {}}).empty());
  CHECK(signs.failing({k_floor - 1, k_plenty, {}}).find("disk") != std::string::npos);
  CHECK(signs.failing({k_plenty, k_floor - 1, {}}).find("memory") != std::string::npos);
  CHECK(signs.failing({}).empty());
}

TEST_CASE("lag counts once it has lasted") {
  VitalSigns signs;
  const Vitals late{k_plenty, k_plenty, 2001ms};
  CHECK(signs.failing(late).empty());
  CHECK(signs.failing(late).empty());
  CHECK(signs.failing({k_plenty, k_plenty, 2s}).empty());
  CHECK(signs.failing(late).empty());
  CHECK(signs.failing(late).empty());
  CHECK_FALSE(signs.failing(late).empty());
}

TEST_CASE("the memory that is available, of /proc/meminfo") {
  CHECK(parse_memory_available("MemTotal:  99 kB\nMemAvailable:    2048 kB\n") == 2048U * 1024U);
  CHECK_FALSE(parse_memory_available("MemTotal: 99 kB\n"));
  CHECK_FALSE(parse_memory_available("MemAvailable: much\n"));
}

TEST_CASE("this machine has some of each") {
  const Vitals vitals = read_vitals("/tmp");
  REQUIRE(vitals.disk);
  REQUIRE(vitals.memory);
  CHECK(*vitals.memory > 0);
  CHECK_FALSE(read_vitals("/no/such/folder").disk);
}

}  // namespace
}  // namespace gameday
