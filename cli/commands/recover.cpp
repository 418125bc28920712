// SPDX-License-Identifier: Apache-2.0
// Puts back what dead runs left in force: from their journals, or, where those are lost, from the
// tags that everything of ours carries.
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "cli/commands.hpp"
#include "cli/drill_session.hpp"
#include "cli/open_inventory.hpp"
#include "cli/run_world.hpp"

namespace gameday {
namespace {

struct Options {
  std::string run;
  std::string change;
  std::string inventory;
  std::string lab;
  bool from_world = false;
  bool boot = false;
};

ExitStatus say(const Error& error) {
  fmt::print(stderr, "gameday: {}\n", error.text());
  switch (error.kind) {
    case ErrorKind::refused: return ExitStatus::refused;
    case ErrorKind::bad_input: return ExitStatus::bad_input;
    default: return ExitStatus::in_force;
  }
}

ExitStatus tell(const Recovery& done) {
  for (const std::string& note : done.notes) fmt::print("run {}: {}\n", done.run, note);
  if (done.fenced_now) fmt::print("run {}: the old primary was fenced first\n", done.run);
  for (const std::string& id : done.reverted) fmt::print("run {}: reverted {}\n", done.run, id);
  for (const std::string& id : done.held) fmt::print("run {}: held {}\n", done.run, id);
  for (const std::string& why : done.stuck) {
    fmt::print(stderr, "run {}: MAY STILL BE IN FORCE: {}\n", done.run, why);
  }
  return done.stuck.empty() ? ExitStatus::met : ExitStatus::in_force;
}

/// A journal without a head says that nothing was changed.
ExitStatus forget(const LivePointer& pointer) {
  fmt::print("run {}: it had changed nothing\n", pointer.run_id);
  const auto removed = remove_live_pointer(pointer.run_id);
  return removed ? ExitStatus::met : say(removed.error());
}

ExitStatus recover_one(const LivePointer& pointer, const std::string& change) {
  const auto journal = read_journal(pointer.folder / "journal.jsonl");
  if (!journal && journal.error().kind == ErrorKind::bad_input && !is_alive(pointer)) {
    return forget(pointer);
  }
  if (!journal) return say(journal.error());
  const auto opened = RunWorld::open(pointer.folder);
  if (!opened) {
    (void)say(opened.error());
    return ExitStatus::in_force;
  }
  World& world = (*opened)->world();
  if (!change.empty()) {
    const auto done = force_back(world, pointer, change);
    if (!done) return say(done.error());
    fmt::print("run {}: reverted {}\n", pointer.run_id, change);
    return ExitStatus::met;
  }
  const auto done = recover_run(world, pointer, (*opened)->inventory(), lab_runs_no_more);
  return done ? tell(*done) : say(done.error());
}

/// At boot nobody waits for an answer, and runs of this boot have their own keepers.
bool is_meant(const LivePointer& pointer, const Options& options) {
  if (!options.change.empty()) {
    const auto journal = read_journal(pointer.folder / "journal.jsonl");
    if (journal && journal->find(options.change) == nullptr) return false;
  }
  if (options.boot) return pointer.boot_id != boot_id();
  return options.run.empty() || pointer.run_id == options.run ||
         pointer.folder.filename().string() == options.run;
}

ExitStatus recover_by_journals(const Options& options) {
  ExitStatus worst = ExitStatus::met;
  int meant = 0;
  for (const LivePointer& pointer : live_pointers()) {
    if (!is_meant(pointer, options)) continue;
    ++meant;
    worst = worse(worst, recover_one(pointer, options.change));
  }
  if (meant > 0 || options.boot) return worst;
  if (options.run.empty() && options.change.empty()) {
    fmt::print("nothing is in force\n");
    return ExitStatus::met;
  }
  fmt::print(stderr, "gameday: no such run or change of a run is known; see `gameday status`\n");
  return ExitStatus::bad_input;
}

/// The pointers of runs whose folders are lost have nothing more to tell.
void forget_lost_runs() {
  for (const LivePointer& pointer : live_pointers()) {
    std::error_code ignored;
    const bool lost = !std::filesystem::exists(pointer.folder / "journal.jsonl", ignored);
    if (!lost || is_alive(pointer)) continue;
    if (remove_live_pointer(pointer.run_id)) {
      fmt::print("run {}: its folder is lost; forgotten\n", pointer.run_id);
    }
  }
}

ExitStatus recover_by_tags(const Options& options) {
  std::optional<Inventory> inventory = open_inventory(options.inventory, options.lab);
  if (!inventory) return ExitStatus::bad_input;
  if (leave_out_dead_lab(*inventory)) {
    fmt::print("lab {} is not up: nothing is in force in it\n", *inventory->lab);
  }
  std::vector<std::string> alive;
  for (const LivePointer& pointer : live_pointers()) {
    if (is_alive(pointer)) alive.push_back(pointer.run_id);
  }
  RunWorld opened{std::move(*inventory)};
  const Recovery done = recover_from_world(opened.world(), opened.inventory(), alive);
  const ExitStatus status = tell(done);
  if (done.reverted.empty() && done.stuck.empty()) fmt::print("nothing of a dead run was found\n");
  if (done.stuck.empty()) forget_lost_runs();
  return status;
}

Act set_up(CLI::App& app) {
  auto options = std::make_shared<Options>();
  app.add_option("RUN", options->run, "only this run, by its id");
  app.add_option("--force", options->change,
                 "only this change, also where somebody else has changed it since");
  auto* inventory =
      app.add_option("--inventory", options->inventory, "where to look, with --from-world");
  app.add_option("--lab", options->lab, "the lab to look in, instead of the inventory's")
      ->needs(inventory);
  app.add_flag("--from-world", options->from_world,
               "find by tags what any run left; needs no journal")
      ->needs(inventory);
  app.add_flag("--boot", options->boot, "after a boot: only what an earlier boot left");
  return [options] {
    return options->from_world ? recover_by_tags(*options) : recover_by_journals(*options);
  };
}

}  // namespace

const CliCommand k_command_recover{"recover", "put back all that dead runs left; safe to repeat",
                                   false, set_up};

}  // namespace gameday
