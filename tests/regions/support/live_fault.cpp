// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/live_fault.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/sources.hpp"
#include "cli/vocabulary.hpp"
#include "drills/record/run_directory.hpp"
#include "injectors/injectors.hpp"
#include "tests/regions/support/paths.hpp"

namespace gameday::regions {
namespace {

/// As little of a drill around it as there can be.
std::string drill_of(const std::string& lines, const std::string& inventory) {
  return fmt::format(
      "drill = \"live\"\ntitle = \"One fault\"\ninventory = \"{}\"\n[objectives]\nrto = \"4s\"\n"
      "[[probe]]\nname = \"db\"\nkind = \"tcp\"\ntarget = \"region-b.db\"\nevery = \"20ms\"\n"
      "timeout = \"500ms\"\n[[fault]]\nname = \"live\"\nlasts = \"30s\"\n{}\n",
      inventory, lines);
}

/// On a host of the lab this program is found as the one that entered it, whoever may read its
/// file.
Action as_entered(Action action) {
  auto* exec = std::get_if<Exec>(&action.what);
  if (exec == nullptr || action.host.name.empty()) return action;
  std::ranges::replace(exec->argv, Arg{"@gameday"}, Arg{"/proc/self/exe"});
  return action;
}

}  // namespace

LiveFault::LiveFault(const Lab& lab, const std::string& lines, Duration lasts,
                     const std::string& inventory) {
  ::setenv("GAMEDAY_CATALOG", (source_folder() / "drills/catalog").c_str(), 1);
  Loaded loaded = load_drill({"live.toml", drill_of(lines, inventory)}, disk_reader(),
                             default_variables(lab.name()), vocabulary());
  if (!loaded.definition) FAIL(render_all(loaded.problems, loaded.sources, false));
  const FaultSpec& spec = loaded.definition->drill.faults.at(0);
  const Inventory& known = loaded.definition->inventory;
  for (const Injector* kind : injectors()) {
    if (kind->name != spec.kind) continue;
    auto plan = kind->plan(
        spec.params,
        {.run_id = make_run_id(), .fault = spec.name, .inventory = known, .expires_after = lasts});
    if (!plan) FAIL(plan.error().text());
    m_plan = std::move(*plan);
  }
  REQUIRE(m_plan.changes.size() == 1);
  m_change = m_plan.changes.front();
  m_performer = std::make_unique<RealPerformer>(known, gameday_binary());
}

Result<Outcome> LiveFault::perform(const Action& action) {
  return m_performer->perform(as_entered(action));
}

std::string LiveFault::done(const Action& action) {
  const auto outcome = perform(action);
  if (!outcome) return outcome.error().text();
  return outcome->ok ? "" : fmt::format("{}: {}{}", describe(action), outcome->err, outcome->out);
}

std::string LiveFault::apply() {
  Json captured = Json::object();
  if (m_change.capture) {
    const auto read = perform(*m_change.capture);
    if (!read) return read.error().text();
    auto value = capture_value(m_change, *read);
    if (!value) return value.error().text();
    captured = std::move(*value);
  }
  auto ready = resolve(m_change, captured, std::chrono::system_clock::now());
  if (!ready) return ready.error().text();
  m_change = std::move(*ready);
  for (const Action& action : m_change.plant) {
    if (std::string why = done(action); !why.empty()) return why;
  }
  return done(m_change.apply);
}

Seen LiveFault::seen() { return read_seen(m_change.verify, perform(m_change.verify.look)); }

std::string LiveFault::revert() {
  if (std::string why = done(*m_change.revert); !why.empty()) return why;
  if (const Seen now = seen(); now != Seen::gone) {
    return fmt::format("it is {}", to_string(now));
  }
  for (const Action& action : m_change.unplant) {
    if (std::string why = done(action); !why.empty()) return why;
  }
  return {};
}

bool LiveFault::proven() {
  return std::ranges::all_of(m_plan.proofs, [&](const Proof& proof) {
    const auto outcome = perform(proof.look);
    return outcome && matches(proof.confirms, *outcome);
  });
}

}  // namespace gameday::regions
