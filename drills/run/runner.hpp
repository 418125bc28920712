// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drills/measure/sampler.hpp"
#include "drills/record/journal.hpp"
#include "drills/record/timeline.hpp"
#include "drills/run/alert_watch.hpp"
#include "drills/run/executor.hpp"
#include "drills/run/inbox.hpp"
#include "drills/run/keeper.hpp"
#include "drills/run/local_lock.hpp"
#include "drills/run/machine_load.hpp"
#include "drills/run/moments.hpp"
#include "drills/run/policy_watch.hpp"
#include "drills/run/run.hpp"
#include "drills/run/series.hpp"
#include "drills/run/vitals.hpp"
#include "drills/run/workers.hpp"

namespace gameday {

/// Feeds the conductor with what happens and carries out its commands. Deeds that take time go to
/// the workers; their answers come back through the inbox.
class Runner {
 public:
  explicit Runner(RunSetup setup);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Makes folder, record, journal and live pointer. Errors: failed.
  [[nodiscard]] Result<void> open();
  /// Until the conductor has finished.
  [[nodiscard]] RunResult loop();

 private:
  friend struct CommandVisitor;

  [[nodiscard]] Instant now() const { return m_setup.world.clock.now(); }
  [[nodiscard]] const Plan& plan() const { return m_setup.plan; }

  void note_down(const Event& event);
  void feed(const Event& event);
  void carry_out(const Command& command);
  void tell(const EventBody& body);
  void tell_at(Instant at, const EventBody& body);
  void post(EventBody body);  ///< from any thread
  /// Runs a deed on a worker; what it gives comes back as an event. Urgent: fences and reverts.
  void work(std::function<EventBody()> deed, bool urgent = false);
  void close();
  /// Asks whether a stage may begin, keeping the heart beating meanwhile (run --step).
  void hold_for_word(Stage stage);
  [[nodiscard]] bool start_keeper();

  // Periodic, runner_ticks.cpp
  void tick();
  void look_for_recoveries();
  void look_at_policy();
  [[nodiscard]] std::optional<events::AbortAsked> stop_wanted() const;
  void look_for_stops();
  void each_second();

  // Deeds, runner_deeds.cpp
  [[nodiscard]] events::PreflightDone preflight();
  [[nodiscard]] events::Prepared prepare();
  [[nodiscard]] Result<void> lock_targets();
  [[nodiscard]] Result<void> see_targets_clear();
  [[nodiscard]] Result<void> start_samplers();
  [[nodiscard]] Result<void> start_watches();
  void end_watches();
  [[nodiscard]] events::BaselineJudged baseline();
  [[nodiscard]] events::FaultApplied apply_fault(const PlannedFault& fault);
  [[nodiscard]] events::FaultLifted lift_fault(const PlannedFault& fault);
  [[nodiscard]] events::Reverted revert_all(Fate Change::* fate);
  void read_ledgers(events::Reading reading);
  [[nodiscard]] events::GateLooked look_at_gate(const PlannedGate& gate);
  [[nodiscard]] events::FailbackTakenBack take_back_failback();
  void stop_samplers();
  void tell_last_of_policy();
  [[nodiscard]] std::map<std::string, std::string> zones() const;
  [[nodiscard]] const PlannedFault* find_fault(const std::string& name) const;
  [[nodiscard]] const PlannedStep* find_step(const std::string& name) const;

  RunSetup m_setup;
  std::filesystem::path m_folder;
  std::unique_ptr<Recorder> m_recorder;
  std::optional<Journal> m_journal;
  std::unique_ptr<KeeperLink> m_keeper;
  std::unique_ptr<World> m_world;  ///< acts through the keeper where it must
  std::unique_ptr<Executor> m_executor;
  std::unique_ptr<PolicyWatch> m_policy;  ///< null = the drill has no policy
  std::unique_ptr<Series> m_series;
  std::vector<std::unique_ptr<Sampler>> m_samplers;
  std::vector<std::unique_ptr<AlertWatch>> m_watches;
  Inbox m_inbox;
  std::atomic<bool> m_stopping{false};
  ConductorState m_state;
  Moments m_moments;
  MachineLoad m_load;
  VitalSigns m_vitals;
  std::optional<LocalLock> m_lock;
  std::string m_keeper_error;
  Instant m_next_second{};
  Instant m_next_look{};
  bool m_keeper_lost_told = false;
  RunResult m_result;
  std::unique_ptr<Workers> m_workers;  ///< last but one: their jobs use all of the above
  std::unique_ptr<Workers> m_urgent;
};

}  // namespace gameday
