// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/fakes/sample_record.hpp"

/// Runs of every sort, by name: what every format must be able to tell.
namespace gameday::fakes {

inline Record aborted_record() {
  Record record = missed_record();
  record.events.push_back({run_time(20s), events::AbortAsked{"SIGINT", "the phone rang"}});
  auto& end = find_event<events::Finished>(record);
  end.aborted = true;
  return record;
}

inline Record in_force_record() {
  Record record = met_record();
  auto& end = find_event<events::Finished>(record);
  end.everything_reverted = false;
  end.still_in_force = {"fault.region_blackhole.router"};
  find_event<events::FaultLifted>(record).error = "changed by someone else";
  return record;
}

/// Killed 3 s into the fault: no end, a torn tail, nothing read.
inline Record killed_record() {
  Record record = met_record();
  const Instant killed = run_time(9s);
  std::erase_if(record.events, [&](const Event& event) { return event.at > killed; });
  for (auto& [name, samples] : record.probes) {
    std::erase_if(samples, [&](const Sample& sample) { return sample.done > killed; });
  }
  record.ledgers.at("orders").readings.clear();
  std::erase_if(record.ledgers.at("orders").writes,
                [&](const Write& write) { return write.done > killed; });
  record.damage = {"samples.jsonl: line 812 is torn"};
  record.in_force = {"fault.region_blackhole.router"};
  return record;
}

/// Everything that a server or an operator may have written, where it hurts most.
inline Record hostile_record() {
  Record record = met_record();
  const std::string nasty = "</script><b>\"'&\x01 \xff é ]]> {{title}} %s\n";
  record.definition.drill.title = nasty;
  record.definition.drill.hypothesis = nasty;
  record.definition.inventory.environment = nasty;
  record.definition.runbook.steps.front().owner = nasty;
  find_event<events::Started>(record).operator_name = nasty;
  find_event<events::FaultProven>(record).details = {nasty};
  find_event<events::StepMoved>(record).note = nasty;
  record.events.push_back({run_time(9s), events::Deviation{nasty}});
  return record;
}

inline std::vector<std::pair<std::string, Record>> sample_runs() {
  return {{"met", met_record()},
          {"missed", missed_record()},
          {"unknown", unknown_record()},
          {"unnoticed", sample_record({.bites = false})},
          {"never_recovered", sample_record({.recovers = std::nullopt})},
          {"aborted", aborted_record()},
          {"in_force", in_force_record()},
          {"killed", killed_record()},
          {"hostile", hostile_record()},
          {"empty", Record{}}};
}

}  // namespace gameday::fakes
