// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "drills/record/journal.hpp"
#include "drills/run/conductor.hpp"
#include "drills/run/executor.hpp"
#include "drills/run/moments.hpp"
#include "tests/fakes/fake_prompt.hpp"
#include "tests/sim/sim_world.hpp"

namespace gameday::sim {

/// From then on clients are served, or not.
struct Turn {
  Instant at{};
  bool up = true;
};

/// What came of a simulated drill.
struct Story {
  std::vector<Event> events;
  std::optional<commands::Finish> finish;
  bool died = false;
  bool endless = false;
  bool clean_end = false;  ///< nothing of ours was there when the run ended by itself
  Instant start{}, end{};
  std::vector<Turn> truth;                        ///< in time order; up before the first
  std::optional<Instant> bitten;                  ///< when the first fault got into force
  std::vector<std::pair<Instant, bool>> writers;  ///< stopped (false) and resumed (true)
  std::vector<std::string> left_at_end;           ///< changes in force when the run ended by itself
  JournalContent at_death;        ///< as it was left by the process, before any recovery
  JournalContent journal;         ///< after everybody has recovered what they could
  std::vector<std::string> left;  ///< what the last recovery, of a mended world, gave up
};

/// Carries out a script with the product's conductor, executor and journal, under a virtual clock.
class DrillSim {
 public:
  DrillSim(const Script& script, const std::filesystem::path& folder);
  [[nodiscard]] Story run();
  [[nodiscard]] const SimWorld& world() const { return m_fake; }

 private:
  friend struct Doing;
  void feed(EventBody body);
  void tell(EventBody body);
  void later(Instant at, EventBody body) { m_pending.emplace(at, std::move(body)); }
  /// Carries out a deed that begins now; its answer comes when it is done.
  void deed(const std::function<EventBody()>& what);
  void loop();
  void follow_health();
  void take_effect(const Effect& effect);
  void recover(int dies_at);
  void end_of_process();
  [[nodiscard]] bool is_up() const;
  void set_up_process();

  const Script& m_script;
  std::filesystem::path m_file;
  SimClock m_clock;
  SimWorld m_fake;
  FakePrompt m_prompt;
  World m_world{m_clock, m_fake, m_prompt};
  std::optional<Journal> m_journal;
  std::optional<Executor> m_executor;
  Moments m_moments;
  std::atomic<bool> m_stopping{false};
  ConductorState m_state;
  Instant m_now{};
  Instant m_next_tick{};
  std::multimap<Instant, EventBody> m_pending;
  std::size_t m_effects_seen = 0;
  std::multimap<Instant, Effect> m_coming;      ///< effects that are not due yet
  std::map<std::string, std::string> m_things;  ///< as they are now
  bool m_good = true;
  Instant m_good_since{};
  std::map<std::string, bool> m_recovered;
  Story m_story;
};

}  // namespace gameday::sim
