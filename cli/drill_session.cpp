// SPDX-License-Identifier: Apache-2.0
#include "cli/drill_session.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "cli/console/live.hpp"
#include "cli/console/terminal.hpp"
#include "cli/guards.hpp"
#include "cli/judging.hpp"
#include "cli/load_drill_file.hpp"
#include "cli/signals.hpp"
#include "cli/stopping.hpp"
#include "drills/guard/guard.hpp"
#include "drills/record/run_directory.hpp"
#include "drills/run/run.hpp"
#include "lab/lab.hpp"
#include "world/clock.hpp"
#include "world/perform.hpp"
#include "world/prompt.hpp"
#include "world/ssh_sockets.hpp"

namespace gameday {
namespace {

/// Joins the lab of the inventory, where it names one. Before the first thread.
Result<std::string> join_lab(const Inventory& inventory) {
  if (!inventory.lab) return std::string{};
  const Result<lab::Status> status = lab::status(*inventory.lab);
  if (!status || !status->running) {
    return fail(ErrorKind::refused, "reach the lab", *inventory.lab, "it is not up",
                "raise it with `gameday lab up --name " + *inventory.lab + "`");
  }
  // A process joins one user namespace, once.
  static std::string joined_lab;
  if (joined_lab == *inventory.lab) return status->identity;
  if (!joined_lab.empty() && status->rootless) {
    return fail(ErrorKind::refused, "run in lab", *inventory.lab,
                "this process is in lab " + joined_lab, "run drills of different labs one by one");
  }
  if (auto joined = lab::join_user_namespace(*inventory.lab); !joined) {
    return tl::unexpected(joined.error());
  }
  joined_lab = *inventory.lab;
  return status->identity;
}

/// One drill under way: what the terminal shows, and what the run asks of people.
class Session {
 public:
  Session(Plan plan, Guards guards, const SessionOptions& options)
      : m_options(options),
        m_plan(std::move(plan)),
        m_guards(std::move(guards)),
        m_performer(m_plan.definition.inventory),
        m_prompt(make_prompt(options.answers)),
        m_world{m_clock, m_performer, *m_prompt},
        m_live(m_plan, stderr_has_colors()) {}

  ExitStatus carry_out(const std::string& lab_identity) {
    if (!m_options.preflight_only && !may_begin()) return ExitStatus::refused;
    const Result<RunResult> result = run_drill(setup(lab_identity));
    if (!result) {
      say(result.error().text());
      return ExitStatus::refused;
    }
    if (m_options.preflight_only) return result->refused ? ExitStatus::refused : ExitStatus::met;
    if (result->refused) return told_refusal(*result);
    return judge_run(result->folder, m_options.out);
  }

 private:
  static void say(const std::string& line) { fmt::print(stderr, "{}\n", line); }

  [[nodiscard]] bool may_begin() {
    if (m_options.yes) return true;
    const BlastRadius& radius = m_plan.blast_radius;
    say(fmt::format("{}: breaks {}, {} changes on {}, for at most {}", m_plan.drill().title,
                    fmt::join(radius.regions, ", "), radius.changes, fmt::join(radius.hosts, ", "),
                    format_duration(radius.longest)));
    const auto answer = m_prompt->ask("begin", "Carry it out?", std::chrono::minutes{5});
    if (answer && answer->yes) return true;
    say(answer ? "not begun" : answer.error().text() + "; --yes begins without asking");
    return false;
  }

  [[nodiscard]] RunSetup setup(const std::string& lab_identity) {
    RunSetup setup{
        .plan = m_plan, .home = gameday_home(), .world = m_world, .operator_name = who_asks()};
    setup.guards = m_guards;
    setup.lab_identity = lab_identity;
    setup.realtime = m_options.realtime;
    setup.preflight_only = m_options.preflight_only;
    if (const auto lab = m_plan.definition.inventory.lab) {
      setup.enter_network = [name = *lab](const std::string& zone) {
        return lab::enter_network(name, zone);
      };
    }
    if (m_options.step) {
      setup.may_go_on = [this](Stage stage) {
        const auto answer = m_prompt->ask("stage", fmt::format("Begin stage {}?", to_string(stage)),
                                          std::chrono::minutes{10});
        return answer && answer->yes;
      };
    }
    setup.tell = [this](const Event& event, const ConductorState& state) {
      if (const auto line = m_live.line(event)) say(*line);
      if (const auto clocks = m_live.clocks(state, event.at)) say(*clocks);
    };
    setup.stop_asked = []() -> std::optional<events::AbortAsked> {
      const auto signal = stop_signal_seen();
      if (!signal) return std::nullopt;
      return events::AbortAsked{.by = *signal, .why = "signal received"};
    };
    return setup;
  }

  [[nodiscard]] static ExitStatus told_refusal(const RunResult& result) {
    for (const std::string& reason : result.reasons) say("refused: " + reason);
    if (!result.how.everything_reverted) {
      for (const std::string& left : result.how.still_in_force) say("MAY BE IN FORCE: " + left);
      return ExitStatus::in_force;
    }
    return result.how.aborted ? ExitStatus::aborted : ExitStatus::refused;
  }

  const SessionOptions& m_options;
  Plan m_plan;
  Guards m_guards;
  RealClock m_clock;
  RealPerformer m_performer;
  std::unique_ptr<Prompt> m_prompt;
  World m_world;
  Live m_live;
};

}  // namespace

ExitStatus worse(ExitStatus a, ExitStatus b) {
  static constexpr std::array k_order{
      ExitStatus::in_force, ExitStatus::internal, ExitStatus::aborted,   ExitStatus::missed,
      ExitStatus::unknown,  ExitStatus::refused,  ExitStatus::bad_input, ExitStatus::met};
  return *std::ranges::find_if(k_order, [&](ExitStatus one) { return one == a || one == b; });
}

ExitStatus run_session(const std::string& file, const SessionOptions& options) {
  const DrillFile drill = load_drill_file(file, options.lab, make_run_id());
  if (!drill.plan) {
    print_problems(drill);
    return ExitStatus::bad_input;
  }
  const LoadedGuards guards = load_operator_guards();
  if (!guards.guards) {
    print_problems(guards);
    return ExitStatus::bad_input;
  }
  if (options.dry_run) {
    const auto lines = guards_of(*drill.plan, *guards.guards, RealClock{}.wall());
    fmt::print("{}{}", describe(*drill.plan), describe(lines));
    return ExitStatus::met;
  }
  const Result<std::string> identity = join_lab(drill.plan->definition.inventory);
  if (!identity) {
    fmt::print(stderr, "{}\n", identity.error().text());
    return ExitStatus::refused;
  }
  const Inventory& inventory = drill.plan->definition.inventory;
  const ExitStatus status = Session(*drill.plan, *guards.guards, options).carry_out(*identity);
  close_ssh_connections(inventory);
  return status;
}

}  // namespace gameday
