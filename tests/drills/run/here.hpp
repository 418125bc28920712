// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/inventory.hpp"
#include "injectors/injector.hpp"
#include "tests/drills/record/scratch.hpp"
#include "world/perform.hpp"

namespace gameday {

/// This machine as the host "here" of an inventory, with a folder of the test's own for what
/// gameday puts there; faults on it are planned and carried out for real, one action at a time.
struct Here {
  Here() {
    Host host;
    host.name = "here";
    host.transport = "local";
    host.scratch = scratch.path;
    inventory.hosts["here"] = host;
    std::filesystem::create_directory(scratch.path / "gameday");
  }

  [[nodiscard]] FaultScope scope(Duration lasts = std::chrono::seconds{20}) const {
    return {.run_id = "1a2b3c4d", .fault = "mine", .inventory = inventory, .expires_after = lasts};
  }

  [[nodiscard]] const Host& host() const { return inventory.hosts.at("here"); }

  [[nodiscard]] Outcome perform(const Action& action) const {
    RealPerformer performer{inventory};
    auto outcome = performer.perform(action);
    return outcome ? *outcome : Outcome{false, -1, {}, outcome.error().text()};
  }

  [[nodiscard]] Seen look(const Change& change) const {
    return read_seen(change.verify, perform(change.verify.look));
  }

  /// Captures and gives the change with what was captured; an error says why nothing was.
  [[nodiscard]] Result<Change> capture(const Change& change) const {
    const auto value = capture_value(change, perform(*change.capture));
    if (!value) return tl::unexpected(value.error());
    return resolve(change, *value, WallTime{});
  }

  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream{scratch.path / name} << text;
    return scratch.path / name;
  }

  Scratch scratch;
  Inventory inventory;
};

}  // namespace gameday
