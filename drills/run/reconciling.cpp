// SPDX-License-Identifier: Apache-2.0
#include "drills/run/reconciling.hpp"

#include <poll.h>

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <ranges>

#include "drills/measure/stranding.hpp"
#include "drills/record/disk.hpp"
#include "drills/record/ledger_file.hpp"

namespace gameday {
namespace {

constexpr int k_look_again_ms = 50;
constexpr std::chrono::hours k_patience_for_a_word{1};

std::optional<LedgerReading> reading_of(const std::filesystem::path& folder,
                                        const std::string& ledger, events::Reading reading) {
  events::LedgerRead about;
  about.ledger = ledger;
  about.reading = reading;
  const Result<std::string> text = read_file(folder / ledger_file_name(about));
  return text ? ledger_from_text(*text) : std::nullopt;
}

/// The word of a person, who answers yes to keep them.
bool ask_for_word(Prompt& prompt, events::Reconciled& done, StrandedWord& word) {
  const std::string question = fmt::format(
      "{} writes of the ledger {} are only on the old primary. Keep them, in a file "
      "(yes), or declare them lost (no)?",
      done.stranded, done.ledger);
  const auto answer = prompt.ask("stranded-" + done.ledger, question, k_patience_for_a_word);
  if (!answer) {
    done.error = "nobody said what becomes of them: " + answer.error().text();
    return false;
  }
  word = answer->yes ? StrandedWord::keep : StrandedWord::lost;
  done.by = answer->by;
  return true;
}

void export_to_file(const std::filesystem::path& folder, const PlannedLedger& ledger,
                    const Stranding& stranding, const std::string& node, events::Reconciled& done) {
  Json writes = Json::array();
  for (const std::int64_t id : stranding.ids) writes.push_back({{"id", id}});
  const Json json{
      {"ledger", ledger.spec.name}, {"table", ledger.table}, {"node", node}, {"writes", writes}};
  const std::filesystem::path file = stranded_file(ledger.spec.name);
  std::error_code problem;
  std::filesystem::create_directories((folder / file).parent_path(), problem);
  if (const auto written = write_synced(folder / file, json.dump(1) + "\n"); !written) {
    done.error = written.error().text();
    return;
  }
  done.file = file;
}

}  // namespace

std::filesystem::path stranded_file(const std::string& ledger) {
  std::string name = ledger;
  std::ranges::replace(name, '/', '_');
  return std::filesystem::path{"stranded"} / (name + ".json");
}

events::Reconciled reconcile(Prompt& prompt, const std::filesystem::path& run_folder,
                             const PlannedLedger& ledger, StrandedWord word) {
  events::Reconciled done;
  done.ledger = ledger.spec.name;
  const auto isolated = reading_of(run_folder, done.ledger, events::Reading::isolated);
  const auto healed = reading_of(run_folder, done.ledger, events::Reading::after_heal);
  const Stranding stranding =
      find_stranded(isolated ? &*isolated : nullptr, healed ? &*healed : nullptr);
  done.error = stranding.error;
  done.stranded = stranding.ids.size();
  if (!done.error.empty() || stranding.ids.empty()) return done;
  done.by = "the drill";
  if (word == StrandedWord::ask && !ask_for_word(prompt, done, word)) return done;
  done.word = word == StrandedWord::keep ? "kept" : "lost";
  if (word == StrandedWord::keep) {
    export_to_file(run_folder, ledger, stranding, isolated->about.node, done);
  }
  return done;
}

events::GateLooked reconcile_all(Prompt& prompt, const std::filesystem::path& run_folder,
                                 const Plan& plan, const PlannedGate& gate,
                                 const OnReconciled& told) {
  events::GateLooked seen{.gate = gate.spec.name, .state = GateState::open, .detail = {}};
  std::uint64_t stranded = 0;
  for (const PlannedLedger& ledger : plan.ledgers) {
    const events::Reconciled done =
        reconcile(prompt, run_folder, ledger, gate.plan.stranded.value_or(StrandedWord::ask));
    told(done);
    stranded += done.stranded;
    if (done.error.empty()) continue;
    seen.state = GateState::unknown;
    seen.detail = fmt::format("{}: {}", done.ledger, done.error);
  }
  if (seen.state == GateState::open) {
    seen.detail = fmt::format("{} writes were only on the old primary", stranded);
  }
  return seen;
}

events::FailbackTakenBack take_back(Executor& executor, const Journal& journal, const Plan& plan) {
  events::FailbackTakenBack taken;
  const auto& steps = plan.failback_steps;
  for (std::size_t index = steps.size(); index-- > plan.first_felt_step();) {
    for (const Change& change : steps[index].plan.changes | std::views::reverse) {
      if (journal.content().find(change.id) == nullptr) continue;
      if (auto back = executor.revert(change.id); !back) {
        taken.errors.push_back(back.error().text());
      }
    }
  }
  return taken;
}

events::GateLooked look_at(Performer& performer, const Clock& clock, const PlannedGate& gate) {
  const Instant until = clock.now() + gate.plan.patience;
  while (true) {
    events::GateLooked seen{.gate = gate.spec.name, .state = GateState::open, .detail = {}};
    for (const GateLook& look : gate.plan.looks) {
      const Result<Outcome> looked = performer.perform(look.look);
      const GateState state = read_gate(look, looked);
      if (state >= seen.state) {
        seen.state = state;
        seen.detail = gate_detail(looked);
      }
    }
    if (seen.state == GateState::open || clock.now() >= until) return seen;
    poll(nullptr, 0, k_look_again_ms);
  }
}

}  // namespace gameday
