// SPDX-License-Identifier: Apache-2.0
// The refusals of measurement.md, each with the figure that would do.
#include <algorithm>
#include <fmt/format.h>

#include "drills/definition/check.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

/// What probes and ledgers have in common here.
struct Instrument {
  std::string_view list;  ///< "probe" or "ledger"
  std::size_t index = 0;
  const std::string& name;
  Duration every{};
  Duration timeout{};
};

std::vector<Instrument> judged_instruments(const Drill& drill) {
  std::vector<Instrument> found;
  for (std::size_t i = 0; i < drill.probes.size(); ++i) {
    const ProbeSpec& probe = drill.probes[i];
    if (probe.judge) found.push_back({"probe", i, probe.name, probe.every, probe.timeout});
  }
  for (std::size_t i = 0; i < drill.ledgers.size(); ++i) {
    const LedgerSpec& ledger = drill.ledgers[i];
    if (ledger.judge) found.push_back({"ledger", i, ledger.name, ledger.every, ledger.timeout});
  }
  return found;
}

void check_measured(const Part<Drill>& drill) {
  const Objectives& objectives = drill.value.objectives;
  const TomlMember* table = drill.root.find("objectives");
  if (table == nullptr || table->value.members.empty()) {
    drill.note({"objectives"}, "a drill without objectives is refused",
               "add [objectives] with rto = \"10s\", or rpo = { <class> = \"0s\" }");
  }
  if (objectives.rto && judged_instruments(drill.value).empty()) {
    drill.note({"objectives", "rto"}, "nothing measures `rto`: no probe and no ledger is judged",
               "add a [[probe]] or a [[ledger]] without judge = false");
  }
  std::vector<std::string_view> classes;
  for (const LedgerSpec& ledger : drill.value.ledgers) {
    if (ledger.judge && !ledger.data_class.empty()) classes.push_back(ledger.data_class);
  }
  for (const auto& [name, target] : objectives.rpo) {
    if (std::ranges::find(classes, name) != classes.end()) continue;
    drill.note({"objectives", "rpo", name},
               fmt::format("nothing measures `rpo` of {}: no judged [[ledger]] has that class",
                           in_ticks(name)),
               suggest(name, classes));
  }
}

/// A long timeout hides an outage, and a long period blurs it.
void check_resolution(const Part<Drill>& drill, Duration rto) {
  for (const Instrument& judged : judged_instruments(drill.value)) {
    if (judged.timeout > rto / 4) {
      drill.note({judged.list, judged.index, "timeout"},
                 fmt::format("the timeout of {} is {}, longer than a quarter of the RTO target",
                             in_ticks(judged.name), format_duration(judged.timeout)),
                 "at most " + format_duration(rto / 4));
    }
    if (judged.every > rto / 20) {
      drill.note({judged.list, judged.index, "every"},
                 fmt::format("{} every {} is too seldom: more than a twentieth of the RTO target",
                             in_ticks(judged.name), format_duration(judged.every)),
                 "at most " + format_duration(rto / 20));
    }
  }
}

void check_good_within(const Part<Drill>& drill) {
  for (std::size_t i = 0; i < drill.value.probes.size(); ++i) {
    const ProbeSpec& probe = drill.value.probes[i];
    if (probe.timeout == Duration{} || !probe.good_within || *probe.good_within <= probe.timeout) {
      continue;
    }
    drill.note({"probe", i, "good_within"}, "`good_within` is longer than the timeout",
               "at most " + format_duration(probe.timeout));
  }
}

void check_stable_for(const Part<Drill>& drill) {
  const std::vector<Instrument> judged = judged_instruments(drill.value);
  const auto slowest = std::ranges::max_element(judged, {}, &Instrument::every);
  if (slowest == judged.end() || drill.value.stable_for >= 20 * slowest->every) return;
  drill.note({"stable_for"},
             fmt::format("`stable_for` is less than 20 periods of {}", in_ticks(slowest->name)),
             "at least " + format_duration(20 * slowest->every));
}

/// Recovery counts only while the fault is in force, with all of the window that proves it.
void check_faults(const Part<Drill>& drill) {
  if (drill.value.faults.empty() && drill.root.find("fault") == nullptr) {
    drill.note({"drill"}, "a drill without a fault", "write [[fault]]");
  }
  if (!drill.value.objectives.rto) return;
  const Duration needed = (*drill.value.objectives.rto + drill.value.stable_for) * 11 / 10;
  for (std::size_t i = 0; i < drill.value.faults.size(); ++i) {
    const Duration lasts = drill.value.faults[i].lasts;
    if (lasts == Duration{} || lasts >= needed) continue;
    drill.note(
        {"fault", i, "lasts"},
        fmt::format("`lasts` is shorter than the RTO target ({}), `stable_for` ({}) and 10 %",
                    format_duration(*drill.value.objectives.rto),
                    format_duration(drill.value.stable_for)),
        "at least " + format_duration(needed));
  }
}

}  // namespace

void check_objectives(const Part<Drill>& drill) {
  check_measured(drill);
  if (drill.value.objectives.rto) check_resolution(drill, *drill.value.objectives.rto);
  check_good_within(drill);
  check_stable_for(drill);
  check_faults(drill);
  const auto& give_up = drill.value.give_up_after;
  if (give_up && drill.value.objectives.rto && *give_up < *drill.value.objectives.rto) {
    drill.note({"give_up_after"}, "`give_up_after` is shorter than the RTO target",
               "at least " + format_duration(*drill.value.objectives.rto));
  }
}

void check_instruments(const Part<Drill>& drill) {
  std::vector<std::string_view> names;
  for (const ProbeSpec& probe : drill.value.probes) names.push_back(probe.name);
  for (const LedgerSpec& ledger : drill.value.ledgers) names.push_back(ledger.name);
  const auto check = [&](TomlPath path, const std::string& name) {
    if (name.empty() || std::ranges::find(names, name) != names.end()) return;
    drill.note(path, fmt::format("no probe and no ledger is called {}", in_ticks(name)),
               suggest(name, names));
  };
  if (drill.value.start_when) check({"start_when", "probe"}, drill.value.start_when->probe);
  for (std::size_t i = 0; i < drill.value.aborts.size(); ++i) {
    check({"abort", i, "probe"}, drill.value.aborts[i].probe);
  }
}

}  // namespace gameday
