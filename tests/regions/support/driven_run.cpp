// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/driven_run.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <nlohmann/json.hpp>
#include <thread>

#include "base/catalog.hpp"
#include "cli/sources.hpp"
#include "cli/vocabulary.hpp"
#include "drills/plan/plan.hpp"
#include "drills/record/disk.hpp"
#include "drills/record/run_directory.hpp"
#include "drills/run/executor.hpp"
#include "drills/run/keeper.hpp"
#include "injectors/injectors.hpp"
#include "lab/lab.hpp"
#include "runbooks/steps.hpp"
#include "tests/regions/support/paths.hpp"
#include "world/clock.hpp"
#include "world/perform.hpp"
#include "world/prompt.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

/// Freezes an inventory of the catalog for this lab into the run's folder.
Result<Inventory> freeze_inventory(const std::filesystem::path& folder, const Lab& lab,
                                   const std::string& file) {
  const Json variables{{"labs", lab.folder().parent_path().string()}, {"lab_name", lab.name()}};
  const auto text = read_file(source_folder() / "drills/catalog" / file);
  if (!text) return tl::unexpected(text.error());
  if (auto put = write_synced(folder / "inventory.toml", *text); !put) {
    return tl::unexpected(put.error());
  }
  if (auto put = write_synced(folder / "variables.json", variables.dump()); !put) {
    return tl::unexpected(put.error());
  }
  return frozen_inventory(folder);
}

/// The drill that a kind's example makes, with as little around it as a drill can have.
std::string example_drill(const Injector& kind, Duration lasts) {
  return fmt::format(
      "drill = \"example\"\ntitle = \"One fault of a kind\"\ninventory = \"{}\"\n"
      "[objectives]\nrto = \"4s\"\n"
      "[[probe]]\nname = \"db\"\nkind = \"tcp\"\ntarget = \"region-b.db\"\nevery = \"20ms\"\n"
      "timeout = \"500ms\"\n[[fault]]\nname = \"broken\"\nkind = \"{}\"\nlasts = \"{}\"\n{}\n",
      kind.example_inventory, kind.name, format_duration(lasts), kind.example);
}

Result<std::vector<Change>> cut_region_a(const Inventory& inventory, const std::string& id,
                                         const Wanted& wanted) {
  Params params;
  params.set("region", std::string{"region-a"});
  params.set("mechanism", wanted.mechanism);
  const FaultScope scope{id, "cut", inventory, wanted.lasts, wanted.past_no_return};
  auto plan = k_injector_region_blackhole.plan(params, scope);
  if (!plan) return tl::unexpected(plan.error());
  return std::move(plan->changes);
}

Result<std::vector<Change>> example_changes(const Wanted& wanted, const Inventory& inventory,
                                            const std::string& id) {
  auto example = plan_example(wanted.kind, inventory.lab.value_or(""), id, wanted.lasts);
  if (!example) return tl::unexpected(example.error());
  return std::move(example->plan.changes);
}

Result<Change> step(const Inventory& inventory, const std::string& id, const StepKind& kind,
                    const std::string& name, const Params& params) {
  StepSpec spec;
  spec.name = name;
  spec.kind = kind.name;
  spec.params = params;
  auto plan = kind.plan(spec, {id, inventory, "region-a", "region-b"});
  if (!plan) return tl::unexpected(plan.error());
  return plan->changes.at(0);
}

Result<Change> promotion(const Inventory& inventory, const std::string& id) {
  Params params;
  params.set("on", std::string{"region-b.db"});
  params.set("run", std::string{"select pg_promote()"});
  params.set("proof", std::string{"select not pg_is_in_recovery()"});
  return step(inventory, id, k_step_sql, "promote-b", params);
}

Result<Change> fence(const Inventory& inventory, const std::string& id) {
  Params params;
  params.set("database", std::string{"orders"});
  return step(inventory, id, k_step_fence, "stop-old-primary", params);
}

/// What the process does before it only beats.
Result<void> act(Executor& executor, Journal& journal, const Inventory& inventory,
                 const std::string& id, const Wanted& wanted) {
  if (wanted.past_no_return) {
    auto first = fence(inventory, id);
    if (!first) return tl::unexpected(first.error());
    if (auto noted = journal.write_fence(*first); !noted) return noted;
  }
  auto cut = wanted.kind.empty() ? cut_region_a(inventory, id, wanted)
                                 : example_changes(wanted, inventory, id);
  if (!cut) return tl::unexpected(cut.error());
  for (const Change& change : *cut) {
    if (auto done = executor.apply(change); !done) return done;
  }
  if (!wanted.past_no_return) return {};
  if (auto noted = journal.write_point_of_no_return("promote-b"); !noted) return noted;
  auto promote = promotion(inventory, id);
  if (!promote) return tl::unexpected(promote.error());
  return executor.apply(*promote);
}

/// The life of the process; tells by the pipe "y", or why not.
[[noreturn]] void live(const Lab& lab, const std::filesystem::path& folder, const std::string& id,
                       const Wanted& wanted, int told) {
  const auto say = [told](const std::string& text) {
    (void)!::write(told, text.data(), text.size());
    ::close(told);
  };
  const Injector* kind = find_kind(injectors(), wanted.kind);
  const auto inventory = freeze_inventory(
      folder, lab, kind != nullptr ? std::string{kind->example_inventory} : "lab.toml");
  const auto up = lab::status(lab.name());
  if (!inventory || !up) ::_exit(1);
  RealClock clock;
  RealPerformer direct{*inventory, gameday_binary()};
  NobodyToAsk prompt;
  const JournalHead head{.run_id = id,
                         .boot_id = boot_id(),
                         .pid = ::getpid(),
                         .start_time = process_start_time(::getpid()),
                         .started_at = format_utc(clock.wall()),
                         .lab = lab.name(),
                         .lab_identity = up->identity};
  auto journal = Journal::create(folder / "journal.jsonl", head);
  const bool pointed = journal && write_live_pointer({.run_id = id,
                                                      .folder = folder,
                                                      .pid = head.pid,
                                                      .start_time = head.start_time,
                                                      .boot_id = head.boot_id,
                                                      .inventory = "test"});
  auto keeper = KeeperLink::start(folder, direct, gameday_binary());
  if (!keeper) say(keeper.error().text());
  if (!pointed || !keeper) ::_exit(1);
  World world{clock, **keeper, prompt};
  Executor executor{world, *journal, {}};
  const auto done = act(executor, *journal, *inventory, id, wanted);
  say(done ? "y" : done.error().text());
  while (true) {
    (*keeper)->beat();
    std::this_thread::sleep_for(50ms);
  }
}

std::string read_to_end(int fd) {
  std::string text;
  std::array<char, 4096> piece{};
  for (ssize_t got = 0; (got = ::read(fd, piece.data(), piece.size())) > 0;) {
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
  return text;
}

}  // namespace

Result<Example> plan_example(const std::string& kind, const std::string& lab,
                             const std::string& run_id, Duration lasts) {
  const Injector* injector = find_kind(injectors(), kind);
  if (injector == nullptr) return fail(ErrorKind::absent, "find the kind", kind, "");
  const auto beside = source_folder() / "drills/catalog/example.toml";
  Loaded loaded = load_drill({beside, example_drill(*injector, lasts)}, disk_reader(),
                             default_variables(lab), vocabulary());
  if (!loaded.definition) {
    return fail(ErrorKind::bad_input, "load the example of", kind,
                render_all(loaded.problems, loaded.sources, false));
  }
  auto plan = build_plan(std::move(*loaded.definition), run_id, ledger_tables());
  if (!plan) return tl::unexpected(plan.error());
  return Example{.inventory = plan->definition.inventory,
                 .inventory_file = std::string{injector->example_inventory},
                 .plan = std::move(plan->faults.at(0).plan)};
}

DrivenRun::DrivenRun(const Lab& lab, const Home& home, const Wanted& wanted) : m_id(make_run_id()) {
  m_folder =
      make_run_folder(home.folder(), "driven", m_id, std::chrono::system_clock::now()).value();
  std::array<int, 2> pipe{};
  REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  m_pid = ::fork();
  REQUIRE(m_pid >= 0);
  if (m_pid == 0) {
    ::close(pipe[0]);
    live(lab, m_folder, m_id, wanted, pipe[1]);
  }
  ::close(pipe[1]);
  const std::string told = read_to_end(pipe[0]);
  ::close(pipe[0]);
  if (told != "y") {
    signal(SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
    FAIL(told);
  }
  const auto mark = read_keeper_mark(m_folder);
  REQUIRE(mark.has_value());
  m_keeper = mark->pid;
  m_keeper_start = mark->start_time;
}

DrivenRun::~DrivenRun() {
  signal(SIGKILL);
  ::waitpid(m_pid, nullptr, 0);
  if (!eventually([this] { return !keeper_lives(); }, 15s)) signal_keeper(SIGKILL);
}

void DrivenRun::signal(int number) const { ::kill(m_pid, number); }

void DrivenRun::signal_keeper(int number) const {
  if (keeper_lives()) ::kill(static_cast<pid_t>(m_keeper), number);
}

bool DrivenRun::keeper_lives() const { return process_start_time(m_keeper) == m_keeper_start; }

bool DrivenRun::ended(std::chrono::milliseconds patience) const {
  return eventually([this] { return process_start_time(m_pid) == 0; }, patience);
}

JournalContent DrivenRun::journal() const {
  return read_journal(m_folder / "journal.jsonl").value();
}

std::string DrivenRun::keeper_log() const {
  return read_file(m_folder / "keeper.log").value_or("");
}

}  // namespace gameday::regions
