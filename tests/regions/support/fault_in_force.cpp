// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/fault_in_force.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <ranges>

#include "tests/regions/support/driven_run.hpp"
#include "tests/regions/support/paths.hpp"

namespace gameday::regions {

using namespace std::chrono_literals;

Inventory inventory_of(const std::string& kind, const Lab& lab) {
  const auto example = plan_example(kind, lab.name(), "1a2b3c4d", 20s);
  if (!example) FAIL(example.error().text());
  return example->inventory;
}

FaultInForce::FaultInForce(const Injector& kind, const Inventory& inventory,
                           const std::map<std::string, std::string>& params, Duration lasts)
    : m_performer{inventory, gameday_binary()} {
  Params given;
  for (const auto& [key, value] : params) given.set(key, value);
  auto planned = kind.plan(
      given,
      {.run_id = "1a2b3c4d", .fault = "broken", .inventory = inventory, .expires_after = lasts});
  if (!planned) FAIL(planned.error().text());
  m_plan = std::move(*planned);
  for (const Change& change : m_plan.changes) {
    Json captured = Json::object();
    if (change.capture) {
      const auto read = m_performer.perform(*change.capture);
      if (!read) FAIL(read.error().text());
      captured = capture_value(change, *read).value();
    }
    m_changes.push_back(resolve(change, captured, std::chrono::system_clock::now()).value());
    const Change& ready = m_changes.back();
    for (const Action& action : ready.plant) act(action);
    act(ready.apply);
    CHECK(eventually([&] { return seen(ready) == Seen::in_force; }, 2s));
  }
}

void FaultInForce::revert() {
  for (const Change& change : m_changes | std::views::reverse) {
    act(*change.revert);
    CHECK(eventually([&] { return seen(change) == Seen::gone; }, 2s));
    for (const Action& action : change.unplant) act(action);
  }
}

std::vector<Seen> FaultInForce::look() {
  std::vector<Seen> all;
  for (const Change& change : m_changes) all.push_back(seen(change));
  return all;
}

void FaultInForce::act(const Action& action) {
  const auto done = m_performer.perform(action);
  if (!done) FAIL(done.error().text());
  CHECK_MESSAGE(done->ok, done->err);
}

Seen FaultInForce::seen(const Change& change) {
  return read_seen(change.verify, m_performer.perform(change.verify.look));
}

}  // namespace gameday::regions
