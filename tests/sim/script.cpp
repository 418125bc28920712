// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/script.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/fakes/fake_world.hpp"
#include "tests/fakes/sample_definition.hpp"
#include "tests/sim/dice.hpp"

namespace gameday::sim {
namespace {

using namespace std::chrono_literals;

constexpr Duration k_fence_within = 5s;

/// Draws one script. The order of the draws is the meaning of a seed.
class Writer {
 public:
  explicit Writer(std::uint64_t seed) : m_dice(seed) { m_script.seed = seed; }

  Script write() {
    m_promotes = m_dice.one_in(2);
    m_fence = m_promotes && !m_dice.one_in(4);
    write_drill();
    write_ledger();
    write_steps();
    write_faults();
    write_world();
    write_course();
    write_deaths();
    write_ways();
    return std::move(m_script);
  }

 private:
  Drill& drill() { return m_script.plan.definition.drill; }

  void write_drill() {
    Plan& plan = m_script.plan;
    plan.run_id = "0badcafe";
    plan.broken_region = "region-a";
    plan.surviving_region = "region-b";
    plan.definition.inventory = fakes::sample_inventory();
    plan.definition.runbook.title = "What the seed wants";
    Drill& made = drill();
    made.name = "simulated";
    made.objectives.rto = m_dice.between(2s, 6s);
    made.stable_for = 2s;
    made.settle = 1s;
    if (m_dice.one_in(4)) made.give_up_after = m_dice.between(1s, 8s);
    made.start_when =
        StartWhen{.probe = m_dice.one_in(4) ? "" : "shop", .bad_for = m_dice.between(300ms, 1s)};
    ProbeSpec shop;
    shop.name = "shop";
    shop.kind = "http";
    shop.every = k_period;
    shop.timeout = k_timeout;
    made.probes = {shop};
    if (m_fence) made.fence = "stop-old-primary";
    if (m_promotes && !m_fence) made.fence = "by-system";
  }

  void write_ledger() {
    if (m_dice.one_in(4)) return;
    LedgerSpec orders;
    orders.name = "orders";
    orders.data_class = "ledger";
    orders.kind = "postgres";
    orders.database = "orders";
    orders.every = k_period;
    orders.timeout = k_timeout;
    drill().ledgers = {orders};
    drill().objectives.rpo["ledger"] = 0s;
    m_script.plan.ledgers = {
        {.spec = orders, .table = "t", .make_table = making("ledger.orders", "table")}};
    if (m_dice.one_in(4)) m_script.lost = 1 + m_dice.below(5);
  }

  void add_step(const std::string& name, std::vector<Change> changes, bool promotes,
                bool is_fence) {
    PlannedStep step;
    step.spec.name = name;
    step.spec.kind = is_fence ? "fence" : "command";
    step.spec.owner = "sre";
    step.spec.within = k_fence_within;
    step.spec.point_of_no_return = promotes;
    step.promotes = promotes;
    step.is_fence = is_fence;
    for (Change& change : changes) change.point_of_no_return = promotes;
    step.plan.changes = std::move(changes);
    m_script.plan.definition.runbook.steps.push_back(step.spec);
    m_script.plan.steps.push_back(std::move(step));
  }

  void write_steps() {
    const auto final = [](Change change) {
      change.revert.reset();
      return held(std::move(change));
    };
    if (m_dice.one_in(3)) {
      add_step("warn-people", {held(making("step.warn-people", "banner"))}, false, false);
    }
    if (m_promotes) {
      add_step("promote-b", {final(making("step.promote-b", "primary-b"))}, true, false);
    }
    if (m_promotes || !m_dice.one_in(4)) {
      m_script.start["traffic"] = "a";
      add_step("shift-traffic", {held(setting("step.shift-traffic", "traffic", "b"))}, false,
               false);
    } else if (m_dice.one_in(2)) {
      m_script.heals_itself = m_dice.between(500ms, 7s);
    }
    if (m_fence) {
      add_step("stop-old-primary", {final(making("step.stop-old-primary", "fence"))}, false, true);
    }
  }

  Change fault_change(const std::string& fault, std::uint64_t host, Duration lasts) {
    const std::string thing = fmt::format("{}h{}", fault, host);
    const std::string id = fmt::format("fault.{}.{}", fault, thing);
    Change change = making(id, thing);
    if (m_dice.one_in(3)) {
      m_script.start[thing] = "before";
      change = setting(id, thing, "during");
    } else if (!m_dice.one_in(3)) {
      change.expires_after = lasts + (m_fence ? k_fence_within + 5s : 0s);
    }
    if (m_dice.one_in(2)) {
      change.plant = {fake_action("make note-" + thing + " ours"),
                      fake_action("make timer-" + thing + " ours")};
      change.unplant = {fake_action("unmake timer-" + thing + " ours"),
                        fake_action("unmake note-" + thing + " ours")};
    }
    return change;
  }

  void write_faults() {
    const std::uint64_t count = 1 + m_dice.below(3);
    for (std::uint64_t number = 1; number <= count; ++number) {
      PlannedFault fault;
      fault.spec.name = fmt::format("f{}", number);
      fault.spec.kind = "region_blackhole";
      fault.spec.after = 5s + (number == 1 ? 0ms : m_dice.between(0ms, 4s));
      fault.spec.lasts = m_dice.between(8s, 16s);
      fault.spec.params.set("region", std::string{"region-a"});
      const std::uint64_t hosts = 1 + m_dice.below(3);
      for (std::uint64_t host = 1; host <= hosts; ++host) {
        fault.plan.changes.push_back(fault_change(fault.spec.name, host, fault.spec.lasts));
      }
      if (m_dice.one_in(12)) {
        m_script.proofs[fault.spec.name] =
            m_dice.one_in(2) ? ProofResult::mismatch : ProofResult::inconclusive;
      }
      drill().faults.push_back(fault.spec);
      m_script.plan.faults.push_back(std::move(fault));
    }
  }

  /// Every command that the plan may have carried out.
  std::vector<std::string> commands() {
    std::vector<std::string> all;
    for (const Change* change : all_changes(m_script.plan)) {
      all.push_back(command_of(change->apply));
      all.push_back(command_of(change->verify.look));
      if (change->revert) {
        const Target target = target_of(*change);
        all.push_back(change->capture ? "set " + target.thing + " " + m_script.start[target.thing]
                                      : command_of(*change->revert));
      }
      for (const Action& action : change->plant) all.push_back(command_of(action));
      for (const Action& action : change->unplant) all.push_back(command_of(action));
    }
    return all;
  }

  void write_world() {
    const std::vector<std::string> all = commands();
    for (const std::string& command : all) {
      if (m_dice.one_in(6)) m_script.takes[command] = m_dice.between(1ms, 2500ms);
    }
    if (m_dice.one_in(2)) return;
    const std::uint64_t count = 1 + m_dice.below(3);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::string& command = m_dice.pick(all);
      switch (m_dice.below(4)) {
        case 0: m_script.broken.insert(command); break;
        case 1: m_script.hanging.insert(command); break;
        case 2: m_script.unanswered.insert(command); break;
        default: m_script.flaky[command] = 1 + static_cast<int>(m_dice.below(4));
      }
    }
  }

  void write_course() {
    m_script.preflight_go = !m_dice.one_in(40);
    m_script.baseline_holds = !m_dice.one_in(40);
    m_script.bites = !m_dice.one_in(10);
    if (!m_dice.one_in(4)) m_script.person_starts = m_dice.between(200ms, 5s);
    if (m_dice.one_in(4)) {
      m_script.told.emplace_back(m_dice.between(0ms, 30s),
                                 events::AbortAsked{"operator", "enough"});
    }
    if (m_dice.one_in(20)) {
      m_script.told.emplace_back(m_dice.between(0ms, 30s), events::KeeperLost{"killed"});
    }
    std::vector<std::string> things;
    for (const Change* change : all_changes(m_script.plan)) {
      if (change->id != "step.stop-old-primary") things.push_back(target_of(*change).thing);
    }
    while (m_dice.one_in(4) && m_script.intrusions.size() < 3) {
      Intrusion made{.after = m_dice.between(5s, 30s), .thing = m_dice.pick(things), .value = {}};
      if (m_dice.one_in(2)) made.value = "theirs";
      m_script.intrusions.push_back(std::move(made));
    }
  }

  void write_deaths() {
    if (!m_dice.one_in(3)) return;
    m_script.dies_at = static_cast<int>(m_dice.below(160));
    m_script.dead_for = m_dice.between(0ms, 30s);
    if (m_dice.one_in(4)) m_script.slow.insert(m_dice.pick(commands()));
    while (m_dice.one_in(3)) {
      m_script.recoveries_die_at.push_back(static_cast<int>(m_dice.below(40)));
    }
  }

  /// The last to be drawn, so that seeds keep what they meant before there were branches.
  void write_ways() {
    auto& steps = m_script.plan.steps;
    auto& specs = m_script.plan.definition.runbook.steps;
    const auto first = std::ranges::find_if(steps, [](const auto& step) { return !step.is_fence; });
    if (first == steps.end()) return;
    const auto index = first - steps.begin();
    if (m_dice.one_in(4)) first->spec.on_fail = "continue";
    if (m_dice.one_in(3)) {
      PlannedStep by_hand;
      by_hand.spec.name = "by-hand";
      by_hand.spec.kind = "confirm";
      by_hand.spec.owner = "ann";
      first->spec.on_fail = by_hand.spec.name;
      steps.insert(steps.begin() + index + 1, by_hand);
      specs.insert(specs.begin() + index + 1, by_hand.spec);
    } else if (steps.size() >= 2 && m_dice.one_in(3)) {
      for (PlannedStep& step : steps) step.spec.group = step.is_fence ? "" : "all";
    }
    for (std::size_t i = 0; i < steps.size(); ++i) specs[i] = steps[i].spec;
  }

  Dice m_dice;
  Script m_script;
  bool m_promotes = false;
  bool m_fence = false;  ///< a step of the runbook is the fence
};

}  // namespace

Script write_script(std::uint64_t seed) { return Writer{seed}.write(); }

std::string command_of(const Action& action) {
  std::string text;
  for (const Arg& arg : std::get<Exec>(action.what).argv) {
    const auto* word = std::get_if<std::string>(&arg);
    text += (text.empty() ? "" : " ") + (word != nullptr ? *word : "?");
  }
  return text;
}

Target target_of(const Change& change) {
  const auto& argv = std::get<Exec>(change.apply.what).argv;
  return {std::get<std::string>(argv.at(1)), std::get<std::string>(argv.at(2))};
}

}  // namespace gameday::sim
