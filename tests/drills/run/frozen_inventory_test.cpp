// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <fstream>

#include "drills/run/recovery.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

void put(const Scratch& scratch, const char* name, const std::string& text) {
  std::ofstream{scratch.path / name} << text;
}

constexpr const char* k_inventory =
    "environment = \"lab\"\nlab = \"default\"\n[region.a]\nnetworks = "
    "[\"10.0.0.0/8\"]\n[host.here]\ntransport = \"lab\"\nzone = "
    "\"world\"\n";

TEST_CASE("the inventory of a run is read back with the variables of its day") {
  const Scratch scratch;
  put(scratch, "inventory.toml", k_inventory);
  put(scratch, "variables.json", R"({"labs": "/labs", "lab_name": "other"})");
  const auto inventory = frozen_inventory(scratch.path);
  REQUIRE_MESSAGE(inventory, (inventory ? "" : inventory.error().text()));
  CHECK(inventory->lab == "other");
  CHECK(inventory->find_host("here") != nullptr);
}

TEST_CASE("what is missing or damaged is said") {
  const Scratch scratch;
  CHECK(frozen_inventory(scratch.path).error().kind == ErrorKind::absent);
  put(scratch, "inventory.toml", k_inventory);
  CHECK(frozen_inventory(scratch.path).error().kind == ErrorKind::absent);
  put(scratch, "variables.json", "{");
  CHECK(frozen_inventory(scratch.path).error().kind == ErrorKind::bad_input);
  put(scratch, "variables.json", "{}");
  put(scratch, "inventory.toml", "environment = ");
  CHECK(frozen_inventory(scratch.path).error().kind == ErrorKind::bad_input);
}

}  // namespace
}  // namespace gameday
