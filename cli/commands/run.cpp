// SPDX-License-Identifier: Apache-2.0
// Carries out drills and judges them.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <memory>

#include "cli/commands.hpp"
#include "cli/drill_session.hpp"
#include "cli/signals.hpp"
#include "world/answers.hpp"

namespace gameday {
namespace {

struct Options {
  std::vector<std::string> files;
  SessionOptions session;
};

ExitStatus run_all(const Options& options) {
  if (!options.session.answers.empty()) {
    if (const auto answers = read_answers(options.session.answers); !answers) {
      fmt::print(stderr, "{}\n", answers.error().text());
      return ExitStatus::bad_input;
    }
  }
  hold_stop_signals();
  ExitStatus worst = ExitStatus::met;
  for (const std::string& file : options.files) {
    worst = worse(worst, run_session(file, options.session));
    if (worst == ExitStatus::in_force || worst == ExitStatus::aborted) break;
  }
  return worst;
}

Act set_up(CLI::App& app) {
  auto options = std::make_shared<Options>();
  SessionOptions& session = options->session;
  app.add_option("FILE", options->files, "drills, by path or by name")->required();
  app.add_option("--lab", session.lab, "the lab to run in, instead of the inventory's");
  app.add_option("--out", session.out, "also write the scorecards into this folder");
  app.add_option("--answers", session.answers, "answer manual steps from this file");
  app.add_flag("--yes", session.yes, "do not ask before the drill begins");
  app.add_flag("--step", session.step, "ask before each stage that changes something");
  app.add_flag("--preflight", session.preflight_only,
               "read everything, break nothing: go or no-go");
  app.add_flag("--dry-run", session.dry_run, "show the plan; touch nothing");
  app.add_flag("--realtime", session.realtime, "sample with real-time priority");
  return [options] { return run_all(*options); };
}

}  // namespace

const CliCommand k_command_run{"run", "carry out drills and judge them", false, set_up};

}  // namespace gameday
