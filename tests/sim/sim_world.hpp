// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/fakes/fake_world.hpp"
#include "tests/sim/script.hpp"
#include "world/clock.hpp"

namespace gameday::sim {

/// A clock that a simulation sets. The boot clock follows the kernel's, because the journal does,
/// and goes on with what the process at work waits for.
class SimClock : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return m_now; }
  [[nodiscard]] WallTime wall() const override {
    return WallTime{std::chrono::seconds{1'795'428'000} + m_now.time_since_epoch()};
  }
  [[nodiscard]] Duration boottime() const override { return RealClock{}.boottime() + m_waited; }

  void set(Instant now) { m_now = now; }
  void advance(Duration by) {
    m_now += by;
    m_waited += by;
  }
  void begin_process() { m_waited = Duration{0}; }

 private:
  Instant m_now{std::chrono::seconds{1000}};
  Duration m_waited{0};
};

/// A thing got another value, or went.
struct Effect {
  Instant at{};
  std::string thing;
  std::optional<std::string> value;
  bool by_us = true;
};

/// The scripted world in virtual time: each action takes its time, things expire, others meddle.
/// Deeds that overlap are carried out one after the other, and their effects bear the time at which
/// they come.
class SimWorld : public Performer {
 public:
  SimWorld(const Script& script, SimClock& clock);

  [[nodiscard]] Result<Outcome> perform(const Action& action) override;

  /// What comes by itself until now: expiries, other people.
  void let_pass(Instant now);
  /// What dead processes had begun comes now.
  void land();
  /// Nothing fails or hangs any longer.
  void repair();

  [[nodiscard]] std::optional<std::string> value_of(const std::string& thing) const;
  /// The value before the drill.
  [[nodiscard]] std::optional<std::string> start_of(const std::string& thing) const;
  /// Whether a value is one that other people gave to a thing; null = they removed it.
  [[nodiscard]] bool is_foreign(const std::string& thing) const;

  std::vector<Effect> effects;         ///< in the order in which they were made
  std::vector<std::string> overwrote;  ///< what of other people's we have overwritten
  Fuse fuse;

 private:
  void note(Instant at, const std::string& thing, bool by_us);
  void expire_later(const std::string& command, Instant at);

  const Script& m_script;
  SimClock& m_clock;
  FakeWorld m_fake;
  std::map<std::string, Duration> m_expiries;  ///< by the command that makes the thing
  std::multimap<Instant, std::string> m_expiring;
  std::map<std::string, Instant> m_foreign;  ///< what other people set, and when
  std::map<std::string, Instant> m_looked;
  std::vector<Intrusion> m_intrusions;
};

}  // namespace gameday::sim
