// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/made_fault.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "drills/record/run_directory.hpp"
#include "tests/regions/support/driven_run.hpp"
#include "tests/regions/support/paths.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

}  // namespace

MadeFault::MadeFault(const Lab& lab, const Injector& kind, const Params& params, Duration lasts) {
  const Home home;
  const auto example = plan_example(std::string{kind.name}, lab.name(), "1a2b3c4d", 20s);
  if (!example) FAIL(example.error().text());
  m_inventory = example->inventory;
  auto plan = kind.plan(
      params,
      {.run_id = make_run_id(), .fault = "made", .inventory = m_inventory, .expires_after = lasts});
  if (!plan) FAIL(plan.error().text());
  m_plan = std::move(*plan);
  m_performer = std::make_unique<RealPerformer>(m_inventory, gameday_binary());
}

Result<Outcome> MadeFault::perform(const Action& action) { return m_performer->perform(action); }

std::string MadeFault::done(const Action& action) {
  const auto outcome = perform(action);
  if (!outcome) return outcome.error().text();
  return outcome->ok ? "" : fmt::format("{}: {}{}", describe(action), outcome->err, outcome->out);
}

std::string MadeFault::make(Change& change) {
  Json captured = Json::object();
  if (change.capture) {
    const auto read = perform(*change.capture);
    if (!read) return read.error().text();
    if (!read->ok) return read->err;
    auto value = capture_value(change, *read);
    if (!value) return value.error().text();
    captured = std::move(*value);
  }
  auto ready = resolve(change, captured, std::chrono::system_clock::now());
  if (!ready) return ready.error().text();
  change = std::move(*ready);
  for (const Action& action : change.plant) {
    if (std::string why = done(action); !why.empty()) return why;
  }
  return done(change.apply);
}

std::string MadeFault::apply() {
  for (std::size_t i = 0; i < m_plan.changes.size(); ++i) {
    if (std::string why = make(m_plan.changes[i]); !why.empty()) return why;
    if (!eventually([&] { return seen(i) == Seen::in_force; }, 2s)) {
      return m_plan.changes[i].id + " is not seen in force";
    }
  }
  return {};
}

Seen MadeFault::seen(std::size_t change) {
  const Verify& verify = m_plan.changes.at(change).verify;
  return read_seen(verify, perform(verify.look));
}

std::string MadeFault::revert() {
  for (std::size_t i = m_plan.changes.size(); i-- > 0;) {
    const Change& change = m_plan.changes[i];
    const std::string why = done(*change.revert);
    if (!eventually([&] { return seen(i) == Seen::gone; }, 2s)) {
      return fmt::format("{} is {}: {}", change.id, to_string(seen(i)), why);
    }
    for (const Action& action : change.unplant) {
      if (std::string failed = done(action); !failed.empty()) return failed;
    }
  }
  return {};
}

bool MadeFault::proven() {
  return std::ranges::all_of(m_plan.proofs, [&](const Proof& proof) {
    const auto outcome = perform(proof.look);
    return outcome && matches(proof.confirms, *outcome);
  });
}

}  // namespace gameday::regions
