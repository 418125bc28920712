// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/kinds.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "injectors/injectors.hpp"
#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/driven_run.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {

using namespace std::chrono_literals;

std::vector<std::string> kinds_of_the_lab(const Lab& lab) {
  std::vector<std::string> kinds;
  for (const Injector* kind : injectors()) {
    const auto example = plan_example(std::string{kind->name}, lab.name(), "1a2b3c4d", 20s);
    if (!example) FAIL(example.error().text());
    const auto& changes = example->plan.changes;
    const bool in_lab = std::ranges::all_of(changes, [&](const Change& change) {
      if (!change.revert) return false;
      if (std::holds_alternative<Sql>(change.apply.what)) return true;
      const Host* host = example->inventory.find_host(change.apply.host.name);
      return host != nullptr && host->transport == "lab";
    });
    if (in_lab && kind->example_inventory == "lab.toml") kinds.emplace_back(kind->name);
  }
  return kinds;
}

std::string left_behind(const Lab& lab, const std::string& before, std::chrono::milliseconds wait) {
  std::string differs;
  (void)eventually(
      [&] {
        differs = difference(before, look_at_world(lab));
        return differs.empty();
      },
      wait);
  return differs;
}

}  // namespace gameday::regions
