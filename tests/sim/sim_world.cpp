// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/sim_world.hpp"

#include <sstream>

namespace gameday::sim {
namespace {

constexpr Duration k_usual = std::chrono::milliseconds{4};

std::string thing_in(const std::string& command) {
  std::istringstream words{command};
  std::string verb;
  std::string thing;
  words >> verb >> thing;
  return thing;
}

}  // namespace

SimWorld::SimWorld(const Script& script, SimClock& clock)
    : m_script(script), m_clock(clock), m_intrusions(script.intrusions) {
  m_fake.things = script.start;
  m_fake.broken = script.broken;
  m_fake.hanging = script.hanging;
  m_fake.unanswered = script.unanswered;
  m_fake.flaky = script.flaky;
  m_fake.slow = script.slow;
  m_fake.fuse = &fuse;
  for (const Change* change : all_changes(script.plan)) {
    if (change->expires_after) m_expiries[command_of(change->apply)] = *change->expires_after;
  }
}

std::optional<std::string> SimWorld::value_of(const std::string& thing) const {
  const auto found = m_fake.things.find(thing);
  return found == m_fake.things.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::string> SimWorld::start_of(const std::string& thing) const {
  const auto found = m_script.start.find(thing);
  return found == m_script.start.end() ? std::nullopt : std::optional{found->second};
}

bool SimWorld::is_foreign(const std::string& thing) const { return m_foreign.contains(thing); }

void SimWorld::note(Instant at, const std::string& thing, bool by_us) {
  effects.push_back({.at = at, .thing = thing, .value = value_of(thing), .by_us = by_us});
}

void SimWorld::expire_later(const std::string& command, Instant at) {
  const auto expiry = m_expiries.find(command);
  if (expiry != m_expiries.end()) m_expiring.emplace(at + expiry->second, thing_in(command));
}

Result<Outcome> SimWorld::perform(const Action& action) {
  const std::string command = command_of(action);
  const auto takes = m_script.takes.find(command);
  if (m_fake.hanging.contains(command)) {
    m_clock.advance(action.deadline);
  } else {
    m_clock.advance(takes == m_script.takes.end() ? k_usual : takes->second);
  }
  let_pass(m_clock.now());
  const std::string thing = thing_in(command);
  const auto before = value_of(thing);
  const Instant at = m_clock.now();
  if (command.starts_with("look ")) m_looked[thing] = at;
  const auto weigh = [&] {
    if (value_of(thing) == before) return;
    // What they set between our look and our deed nobody can see.
    if (before && is_foreign(thing) && m_foreign.at(thing) < m_looked[thing]) {
      overwrote.push_back(command);
    }
    m_foreign.erase(thing);
    note(at, thing, true);
    expire_later(command, at);
  };
  try {
    Result<Outcome> outcome = m_fake.perform(action);
    weigh();
    if (m_fake.unanswered.contains(command)) m_clock.advance(action.deadline);
    return outcome;
  } catch (const Died&) {
    weigh();
    m_fake.slow.clear();  // who comes next is not killed by the same thing
    throw;
  }
}

void SimWorld::let_pass(Instant now) {
  while (!m_expiring.empty() && m_expiring.begin()->first <= now) {
    const auto [at, thing] = *m_expiring.begin();
    m_expiring.erase(m_expiring.begin());
    if (value_of(thing) != "ours") continue;
    m_fake.things.erase(thing);
    note(at, thing, false);
  }
  std::erase_if(m_intrusions, [&](const Intrusion& intrusion) {
    const Instant at = Instant{std::chrono::seconds{1000}} + intrusion.after;
    if (at > now) return false;
    // They change what is ours by then; what is not there yet they have no reason to touch.
    if (value_of(intrusion.thing) == start_of(intrusion.thing)) return true;
    if (intrusion.value) {
      m_fake.things[intrusion.thing] = *intrusion.value;
    } else {
      m_fake.things.erase(intrusion.thing);
    }
    m_foreign[intrusion.thing] = at;
    note(at, intrusion.thing, false);
    return true;
  });
}

void SimWorld::land() {
  const auto before = m_fake.things;
  m_fake.land();
  for (const auto& [thing, value] : m_fake.things) {
    const auto found = before.find(thing);
    if (found != before.end() && found->second == value) continue;
    note(m_clock.now(), thing, true);
    expire_later("make " + thing + " " + value, m_clock.now());
  }
  for (const auto& [thing, value] : before) {
    if (!m_fake.things.contains(thing)) note(m_clock.now(), thing, true);
  }
  m_fake.slow.clear();
}

void SimWorld::repair() {
  m_fake.broken.clear();
  m_fake.hanging.clear();
  m_fake.unanswered.clear();
  m_fake.flaky.clear();
  m_fake.slow.clear();
}

}  // namespace gameday::sim
