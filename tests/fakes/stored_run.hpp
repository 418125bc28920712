// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "drills/record/disk.hpp"
#include "drills/record/timeline.hpp"

namespace gameday::fakes {

/// The definition files of the catalog's drill, as they would be frozen.
inline Definition catalog_definition() {
  const auto source = [](const char* name) {
    const std::filesystem::path file = std::filesystem::path{GAMEDAY_SOURCE_DIR} / name;
    return SourceFile{name, read_file(file).value()};
  };
  Definition definition;
  definition.sources = {source("drills/catalog/region_blackhole.toml"),
                        source("drills/catalog/lab.toml"),
                        source("runbooks/catalog/region_failover.toml")};
  definition.variables = {{"labs", "/var/tmp/gameday-0"}};
  return definition;
}

/// Writes a run's folder under `runs` as the runner does: frozen definitions, then all that
/// happened. Samples are written in the opposite order, because they are recorded as they end.
inline std::filesystem::path store_run(const std::filesystem::path& runs, const Record& record) {
  const std::filesystem::path folder = runs / record.run;
  std::filesystem::create_directories(folder / "ledgers");
  const Json plan{{"digests", {{"plan", record.plan_sha256}}}};
  REQUIRE(freeze(folder, catalog_definition(), plan).has_value());
  auto recorder = Recorder::open(folder).value();
  for (const Event& event : record.events) recorder->event(event);
  for (const auto& [name, samples] : record.probes) {
    for (auto sample = samples.rbegin(); sample != samples.rend(); ++sample) {
      recorder->sample(name, *sample);
    }
  }
  for (const auto& [name, ledger] : record.ledgers) {
    for (const Write& write : ledger.writes) recorder->write(name, write);
    for (const LedgerReading& reading : ledger.readings) {
      REQUIRE(recorder->reading(reading).has_value());
    }
  }
  REQUIRE(recorder->flush().has_value());
  return folder;
}

}  // namespace gameday::fakes
