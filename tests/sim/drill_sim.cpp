// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/drill_sim.hpp"

#include "drills/record/run_directory.hpp"
#include "tests/sim/doing.hpp"

namespace gameday::sim {
namespace {

constexpr Duration k_limit = 5min;

bool is_fault(const std::string& thing) { return thing.size() == 4 && thing.front() == 'f'; }

}  // namespace

DrillSim::DrillSim(const Script& script, const std::filesystem::path& folder)
    : m_script(script), m_file(folder / "journal.jsonl"), m_fake(script, m_clock) {
  std::filesystem::remove(m_file);
  JournalHead head;
  head.run_id = script.plan.run_id;
  head.boot_id = boot_id();
  m_journal.emplace(Journal::create(m_file, head).value());
  m_things = script.start;
  m_now = m_next_tick = m_clock.now();
  m_story.start = m_good_since = m_now;
  m_state = initial_state(script.plan, m_now);
  for (const auto& [after, body] : script.told) m_pending.emplace(m_now + after, body);
}

Story DrillSim::run() {
  m_journal->watch([this](bool) { m_fake.fuse.burn(); });
  m_executor.emplace(
      m_world, *m_journal,
      [this](const events::ChangeMoved& moved) {
        m_moments.note(moved);
        later(m_clock.now(), moved);
      },
      [this](Duration length) { m_clock.advance(length); }, 1);
  tell(events::Started{m_script.plan.run_id,
                       "simulated",
                       "0",
                       "boot",
                       "ann",
                       "2026-11-23T10:00:00Z",
                       {"lab:world"}});
  m_fake.fuse.left = m_script.dies_at.value_or(-1);
  try {
    loop();
  } catch (const Died&) {
    m_story.died = true;
    m_now = m_clock.now();
  }
  m_fake.fuse.left = -1;
  m_story.end = m_now;
  end_of_process();
  for (const int dies_at : m_script.recoveries_die_at) {
    if (m_story.died) recover(dies_at);
  }
  if (m_story.died) recover(-1);
  m_fake.repair();
  recover(-1);
  m_story.journal = read_journal(m_file).value();
  return std::move(m_story);
}

void DrillSim::end_of_process() {
  m_executor.reset();
  m_journal.reset();
  m_story.at_death = read_journal(m_file).value();
  for (const Change* change : all_changes(m_script.plan)) {
    const Target target = target_of(*change);
    if (m_fake.value_of(target.thing) == target.ours) m_story.left_at_end.push_back(change->id);
  }
  m_clock.set(m_now + (m_story.died ? m_script.dead_for : Duration{1s}));
  m_fake.let_pass(m_clock.now());
}

void DrillSim::recover(int dies_at) {
  m_clock.begin_process();
  auto journal = Journal::adopt(m_file, std::chrono::milliseconds{0}).value();
  journal.watch([this](bool) { m_fake.fuse.burn(); });
  Executor executor{m_world,
                    journal,
                    {},
                    [this](Duration length) {
                      m_clock.advance(length);
                      m_fake.land();
                    },
                    1};
  m_fake.fuse.left = dies_at;
  try {
    m_story.left = executor.revert_all(&Change::on_death);
  } catch (const Died&) {
    m_fake.fuse.left = -1;
  }
  m_fake.fuse.left = -1;
}

void DrillSim::feed(EventBody body) {
  const Event event{.at = m_now, .body = std::move(body)};
  if (!std::holds_alternative<events::Tick>(event.body)) m_story.events.push_back(event);
  Step next = step(m_script.plan, std::move(m_state), event);
  m_state = std::move(next.state);
  for (const Command& command : next.commands) std::visit(Doing{*this}, command);
}

void DrillSim::tell(EventBody body) {
  m_story.events.push_back({.at = m_now, .body = std::move(body)});
}

void DrillSim::deed(const std::function<EventBody()>& what) {
  m_clock.set(m_now);
  EventBody answer = what();
  later(m_clock.now(), std::move(answer));
}

bool DrillSim::is_up() const {
  const auto has = [&](const char* thing, const std::string& value) {
    const auto found = m_things.find(thing);
    return found != m_things.end() && found->second == value;
  };
  if (!m_script.bites || !m_story.bitten) return true;
  const bool moves = m_script.start.contains("traffic");
  const bool promotes =
      m_script.plan.definition.runbook.steps.end() !=
      std::ranges::find_if(m_script.plan.definition.runbook.steps, &StepSpec::point_of_no_return);
  if (moves && has("traffic", "b") && (!promotes || has("primary-b", "ours"))) return true;
  if (m_script.heals_itself && m_now >= *m_story.bitten + *m_script.heals_itself) return true;
  return std::ranges::none_of(m_things, [](const auto& thing) {
    return is_fault(thing.first) && (thing.second == "ours" || thing.second == "during");
  });
}

void DrillSim::take_effect(const Effect& effect) {
  if (effect.value) {
    m_things[effect.thing] = *effect.value;
  } else {
    m_things.erase(effect.thing);
  }
  const bool ours = effect.value == "ours" || effect.value == "during";
  if (is_fault(effect.thing) && ours && !m_story.bitten) m_story.bitten = effect.at;
}

/// Effects in the order of their times, whatever the order of the deeds that had them.
void DrillSim::follow_health() {
  const auto& all = m_fake.effects;
  for (; m_effects_seen < all.size(); ++m_effects_seen) {
    m_coming.emplace(all[m_effects_seen].at, all[m_effects_seen]);
  }
  const auto look = [&](Instant at) {
    const bool up = is_up();
    if (up != (m_story.truth.empty() || m_story.truth.back().up)) {
      m_story.truth.push_back({at, up});
    }
  };
  while (!m_coming.empty() && m_coming.begin()->first <= m_now) {
    take_effect(m_coming.begin()->second);
    look(m_coming.begin()->first);
    m_coming.erase(m_coming.begin());
  }
  look(m_now);
  const bool good = m_story.truth.empty() || m_story.truth.back().up;
  const bool has_ledger = !m_script.plan.ledgers.empty();
  const auto each = [&](const std::function<void(const std::string&)>& what) {
    what("shop");
    if (has_ledger) what("orders");
  };
  if (!m_state.prepared) return;
  if (good != m_good) {
    m_good = good;
    m_good_since = m_now;
    each([&](const std::string& name) {
      m_recovered[name] = false;
      feed(events::InstrumentTurned{name, good, m_now});
    });
  }
  const bool stable = m_good && m_state.onset && m_good_since > m_state.onset->low &&
                      m_now - m_good_since >= m_script.plan.drill().stable_for + 2 * k_timeout;
  if (!stable) return;
  each([&](const std::string& name) {
    if (m_recovered[name]) return;
    m_recovered[name] = true;
    feed(events::InstrumentRecovered{name, m_good_since});
  });
}

void DrillSim::loop() {
  bool told = false;
  const Instant limit = m_now + k_limit;
  while (!m_state.finished) {
    m_now = m_next_tick;
    if (!m_pending.empty()) m_now = std::min(m_now, m_pending.begin()->first);
    if (m_now > limit) {
      m_story.endless = true;
      return;
    }
    m_clock.set(m_now);
    m_fake.let_pass(m_now);
    if (m_state.prepared && !told) {
      told = true;
      for (const auto& probe : m_script.plan.drill().probes) {
        feed(events::InstrumentTurned{probe.name, true, m_now});
      }
      for (const auto& ledger : m_script.plan.ledgers) {
        feed(events::InstrumentTurned{ledger.spec.name, true, m_now});
      }
    }
    follow_health();
    if (m_state.finished) return;
    if (!m_pending.empty() && m_pending.begin()->first <= m_now) {
      EventBody body = std::move(m_pending.begin()->second);
      m_pending.erase(m_pending.begin());
      feed(std::move(body));
    } else {
      feed(events::Tick{});
      m_next_tick = m_now + k_period;
    }
  }
}

}  // namespace gameday::sim
