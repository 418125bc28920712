// SPDX-License-Identifier: Apache-2.0
#include "drills/run/runner.hpp"

#include <unistd.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <future>

#include "drills/record/run_directory.hpp"
#include "drills/run/preflight.hpp"
#include "drills/run/proving.hpp"
#include "drills/run/reading.hpp"
#include "drills/run/recovery.hpp"
#include "drills/run/step_work.hpp"
#include "world/log.hpp"

namespace gameday {
namespace {

/// Within this a word to stop is heard; a turn without news takes microseconds.
constexpr std::chrono::milliseconds k_tick{10};
constexpr std::size_t k_workers = 8;
constexpr std::size_t k_urgent_workers = 2;

/// The service is back where it was: nothing that the way over or back did is held any more.
void let_go(Journal& journal) {
  const JournalContent content = journal.content();
  for (const JournalEntry& entry : content.entries) {
    if (entry.change.on_death != Fate::hold || entry.state == ChangeState::reverted) continue;
    (void)journal.write(entry.change, ChangeState::reverted, "failed back");
  }
}

}  // namespace

Runner::Runner(RunSetup setup)
    : m_setup(std::move(setup)),
      m_workers(std::make_unique<Workers>(k_workers)),
      m_urgent(std::make_unique<Workers>(k_urgent_workers)) {}

Runner::~Runner() {
  m_stopping = true;
  m_workers.reset();
  m_urgent.reset();
  stop_samplers();
  m_watches.clear();
}

Result<void> Runner::open() {
  const WallTime started = m_setup.world.clock.wall();
  auto folder = make_run_folder(m_setup.home, plan().drill().name, plan().run_id, started);
  if (!folder) return tl::unexpected(folder.error());
  m_folder = *folder;
  m_result.folder = m_folder;
  // Without a log the run goes on: everything a verdict rests on is in the record.
  if (auto opened = open_log(m_folder / "gameday.log"); !opened) {
    m_result.reasons.push_back(opened.error().text());
  }
  if (auto frozen = freeze(m_folder, plan().definition, to_json(plan())); !frozen) return frozen;
  auto recorder = Recorder::open(m_folder);
  if (!recorder) return tl::unexpected(recorder.error());
  m_recorder = std::move(*recorder);
  const JournalHead head{.run_id = plan().run_id,
                         .boot_id = boot_id(),
                         .pid = getpid(),
                         .start_time = process_start_time(getpid()),
                         .started_at = format_utc(started),
                         .lab = plan().definition.inventory.lab,
                         .lab_identity = m_setup.lab_identity};
  auto journal = Journal::create(m_folder / "journal.jsonl", head);
  if (!journal) return tl::unexpected(journal.error());
  m_journal.emplace(std::move(*journal));
  m_series = std::make_unique<Series>(
      *m_recorder, [this](const events::InstrumentTurned& turned) { post(turned); },
      [this](const std::string& instrument, const Sample& sample) {
        if (m_policy) m_policy->take(instrument, sample);
      });
  const std::string inventory = digests(plan()).inventory;
  if (auto pointed = write_live_pointer({.run_id = plan().run_id,
                                         .folder = m_folder,
                                         .pid = getpid(),
                                         .start_time = head.start_time,
                                         .boot_id = head.boot_id,
                                         .inventory = inventory});
      !pointed) {
    return pointed;
  }
  const Instant origin = now();
  if (const auto& policy = plan().drill().policy) {
    m_policy = std::make_unique<PolicyWatch>(*policy, zones(), origin);
  }
  m_state = initial_state(plan(), origin);
  tell_at(origin, events::Started{.run_id = plan().run_id,
                                  .drill = plan().drill().name,
                                  .version = GAMEDAY_VERSION,
                                  .boot_id = head.boot_id,
                                  .operator_name = m_setup.operator_name,
                                  .started_at = head.started_at,
                                  .vantage = {}});
  return {};
}

RunResult Runner::loop() {
  tick();
  while (!m_state.finished) {
    if (const std::optional<Event> event = m_inbox.pop(k_tick)) {
      feed(*event);
    }
    tick();
  }
  close();
  return m_result;
}

/// On the timeline, and in the log for those who look for what a line of the terminal left out.
void Runner::note_down(const Event& event) {
  m_recorder->event(event);
  const bool often = std::holds_alternative<events::ClockPair>(event.body) ||
                     std::holds_alternative<events::CountersRead>(event.body);
  log_line(often ? LogLevel::debug : LogLevel::info,
           to_json(event).dump(-1, ' ', false, Json::error_handler_t::replace));
}

void Runner::feed(const Event& event) {
  if (!std::holds_alternative<events::Tick>(event.body)) {
    note_down(event);
    if (m_setup.tell) m_setup.tell(event, m_state);
  }
  const auto* applied = std::get_if<events::FaultApplied>(&event.body);
  if (applied != nullptr && applied->refused) m_result.reasons.push_back(applied->error);
  const auto* preflight = std::get_if<events::PreflightDone>(&event.body);
  if (m_setup.preflight_only && preflight != nullptr && preflight->go) {
    m_state.finished = true;
    m_result.how.end_state = "restored";
    return tell(m_result.how);
  }
  Step next = step(plan(), std::move(m_state), event);
  m_state = std::move(next.state);
  for (const Command& command : next.commands) carry_out(command);
}

void Runner::hold_for_word(Stage stage) {
  std::promise<bool> word;
  std::future<bool> answer = word.get_future();
  const bool queued =
      m_workers->post([&word, stage, ask = m_setup.may_go_on] { word.set_value(ask(stage)); });
  if (!queued) return;
  std::optional<events::AbortAsked> wanted;
  while (answer.wait_for(k_tick) != std::future_status::ready) {
    if (m_keeper) m_keeper->beat();
    if (wanted) continue;
    wanted = stop_wanted();
    if (wanted) m_setup.world.prompt.cancel();
  }
  if (wanted) return post(*wanted);
  if (answer.get()) return;
  post(events::AbortAsked{.by = m_setup.operator_name,
                          .why = "did not want stage " + std::string{to_string(stage)}});
}

bool Runner::start_keeper() {
  auto keeper = KeeperLink::start(m_folder, m_setup.world.performer, m_setup.keeper);
  if (!keeper) {
    post(events::Prepared{keeper.error().text()});
    return false;
  }
  m_keeper = std::move(*keeper);
  m_world = std::make_unique<World>(World{m_setup.world.clock, *m_keeper, m_setup.world.prompt});
  m_executor =
      std::make_unique<Executor>(*m_world, *m_journal, [this](const events::ChangeMoved& moved) {
        m_moments.note(moved);
        post(moved);
      });
  return true;
}

void Runner::tell(const EventBody& body) { tell_at(now(), body); }

void Runner::tell_at(Instant at, const EventBody& body) {
  const Event event{.at = at, .body = body};
  note_down(event);
  if (m_setup.tell) m_setup.tell(event, m_state);
  const auto* overridden = std::get_if<events::PolicyOverridden>(&body);
  if (overridden != nullptr && m_policy) m_policy->hand_over(at, overridden->person);
  const auto* entered = std::get_if<events::StageEntered>(&body);
  const bool ask = entered != nullptr && m_setup.may_go_on && !m_state.abort &&
                   (entered->stage == Stage::inject || entered->stage == Stage::fail_over ||
                    entered->stage == Stage::heal || entered->stage == Stage::fail_back);
  if (ask) hold_for_word(entered->stage);
}

void Runner::post(EventBody body) { m_inbox.push({.at = now(), .body = std::move(body)}); }

void Runner::work(std::function<EventBody()> deed, bool urgent) {
  Workers& workers = urgent ? *m_urgent : *m_workers;
  const bool queued = workers.post([this, deed = std::move(deed)] { post(deed()); });
  if (!queued) post(events::AbortAsked{.by = "guard", .why = "too much work is waiting"});
}

void Runner::close() {
  m_stopping = true;
  m_setup.world.prompt.cancel();
  // Deeds that are still under way end first: what they change must be in the journal.
  m_workers.reset();
  m_urgent.reset();
  stop_samplers();
  if (const auto flushed = m_recorder->flush(); !flushed) {
    m_result.reasons.push_back(flushed.error().text());
  }
  const bool clean = m_result.how.everything_reverted;
  if (m_result.how.end_state == "failed-back") let_go(*m_journal);
  if (clean) {
    if (const auto closed = m_journal->close(); !closed) {
      m_result.reasons.push_back(closed.error().text());
    }
  }
  // Where something may still be in force the keeper is not let go: it tries once more, alone.
  if (m_keeper && clean) m_keeper->dismiss();
  // What the failover did is held, and told by `gameday status`, until it is seen gone.
  if (clean && may_be_forgotten(m_journal->content())) {
    if (const auto removed = remove_live_pointer(plan().run_id); !removed) {
      m_result.reasons.push_back(removed.error().text());
    }
  }
  close_log();
}

const PlannedFault* Runner::find_fault(const std::string& name) const {
  for (const PlannedFault& fault : plan().faults) {
    if (fault.spec.name == name) return &fault;
  }
  return nullptr;
}

const PlannedStep* Runner::find_step(const std::string& name) const {
  for (const PlannedStep& step : plan().steps) {
    if (step.spec.name == name) return &step;
  }
  for (const PlannedStep& step : plan().failback_steps) {
    if (step.spec.name == name) return &step;
  }
  return nullptr;
}

Result<RunResult> run_drill(RunSetup setup) {
  Runner runner(std::move(setup));
  if (auto opened = runner.open(); !opened) return tl::unexpected(opened.error());
  return runner.loop();
}

}  // namespace gameday
