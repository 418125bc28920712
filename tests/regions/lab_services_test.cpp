// SPDX-License-Identifier: Apache-2.0
// The services of the catalog's inventory: each is found by its pid, and started again as it says.
// also as an ordinary user
#include <doctest/doctest.h>

#include <fmt/format.h>

#include "cli/sources.hpp"
#include "tests/regions/support/lab.hpp"
#include "tests/regions/support/paths.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

Inventory inventory_of(const Lab& lab) {
  const auto source = read_source(source_folder() / "drills/catalog/lab.toml");
  REQUIRE(source.has_value());
  auto loaded = load_inventory(*source, default_variables(lab.name()));
  REQUIRE(loaded.inventory.has_value());
  return std::move(*loaded.inventory);
}

/// The pid that its file names, with the name of the program that has it; empty where none has.
std::string found(const Lab& lab, const Service& service) {
  std::string pid = lab.on(service.host, {"head", "-n1", service.pid_file}).out;
  if (pid.empty()) return {};
  pid.pop_back();
  return pid + " " + lab.on(service.host, {"ps", "-o", "comm=", "-p", pid}).out;
}

bool lives(const std::string& process) { return process.ends_with('\n'); }

void kill_and_start(const Lab& lab, const Service& service) {
  const std::string before = found(lab, service);
  REQUIRE(lives(before));
  const std::string pid = before.substr(0, before.find(' '));
  REQUIRE(lab.on(service.host, {"kill", "-KILL", pid}).status == 0);
  REQUIRE(eventually([&] { return !lives(found(lab, service)); }, 3s));
  // PostgreSQL's own children may still have to notice.
  ProcessOutcome started;
  const auto starts = [&] {
    started = lab.on(service.host, service.start);
    return started.status == 0;
  };
  CHECK_MESSAGE(eventually(starts, 5s), started.err);
  CHECK(eventually([&] { return lab.on(service.host, service.ready).status == 0; }, 5s));
  const std::string after = found(lab, service);
  CHECK(after != before);
  CHECK(after.substr(after.find(' ')) == before.substr(before.find(' ')));
}

}  // namespace

TEST_CASE("every service is found by its pid, and one that was killed serves again") {
  const Lab lab{"services", {"--with", "redis"}};
  const Inventory inventory = inventory_of(lab);
  CHECK(inventory.services.size() >= 8);
  for (const auto& [name, service] : inventory.services) {
    CAPTURE(name);
    CHECK(lives(found(lab, service)));
    if (!service.start.empty()) kill_and_start(lab, service);
  }
  const auto order = [&] {
    return lab.on("clients", {"curl", "-sf", "--max-time", "2", "-H", "Idempotency-Key: again",
                              "-d", R"({"item":"tea","quantity":1})", "http://10.77.0.12/orders"});
  };
  CHECK(
      eventually([&] { return order().out.find("\"processed\":true") != std::string::npos; }, 10s));
}

}  // namespace gameday::regions
