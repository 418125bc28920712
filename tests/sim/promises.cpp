// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/promises.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

namespace gameday::sim {
namespace {

std::string shown(const std::optional<std::string>& value) { return value.value_or("(nothing)"); }

bool holds(const Change& change) { return !change.revert || change.on_death == Fate::hold; }

bool has(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

/// One change's thing after the last recovery, in a world that was mended.
void check_thing(const Change& change, const Story& story, const SimWorld& world, Broken& broken) {
  const Target target = target_of(change);
  const auto value = world.value_of(target.thing);
  const JournalEntry* entry = story.journal.find(change.id);
  const bool reported = has(story.left, change.id);
  const auto complain = [&](const char* what) {
    broken.push_back(fmt::format("{}: {} is {}, was {}; the journal says {}{}", what, change.id,
                                 shown(value), shown(world.start_of(target.thing)),
                                 entry == nullptr ? "nothing" : to_string(entry->state),
                                 reported ? ", and it is reported" : ""));
  };
  if (value == target.ours && !holds(change)) return complain("left in force");
  const bool foreign = world.is_foreign(target.thing);
  if (value != target.ours && value != world.start_of(target.thing) && !foreign) {
    complain("neither ours nor as before");
  }
  if (entry == nullptr || holds(change)) return;
  const bool gone = entry->state == ChangeState::reverted;
  if (!gone && !reported) complain("neither reverted nor reported");
  if (!gone && !foreign) complain("stuck, though nobody else touched it");
  if (!gone) return;
  for (const char* planted : {"note-", "timer-"}) {
    if (world.value_of(planted + target.thing)) complain("what was planted is still there");
  }
}

/// What the run itself said at its end of what was in force then.
void check_end(const Script& script, const Story& story, Broken& broken) {
  if (!story.finish) return;
  const events::Finished& how = story.finish->how;
  if (how.everything_reverted != how.still_in_force.empty()) {
    broken.emplace_back("everything is reverted, but something is still in force");
  }
  for (const Change* change : all_changes(script.plan)) {
    if (holds(*change) || !has(story.left_at_end, change->id)) continue;
    if (!has(how.still_in_force, change->id)) {
      broken.push_back(fmt::format("{} is in force at the end and not reported", change->id));
    }
  }
}

}  // namespace

Broken check_world(const Script& script, const Story& story, const SimWorld& world) {
  Broken broken;
  if (story.endless) broken.emplace_back("the drill does not end");
  for (const std::string& command : world.overwrote) {
    broken.push_back("overwrote what somebody else had set: " + command);
  }
  for (const Change* change : all_changes(script.plan)) {
    check_thing(*change, story, world, broken);
  }
  check_end(script, story, broken);
  return broken;
}

Broken check_fence(const Script& script, const SimWorld& world) {
  if (script.plan.fence() == nullptr) return {};
  bool promoted = false;
  bool fenced = false;
  std::map<std::string, std::string> faults;
  for (const PlannedFault& fault : script.plan.faults) {
    for (const Change& change : fault.plan.changes) {
      faults[target_of(change).thing] = target_of(change).ours;
    }
  }
  for (const Effect& effect : world.effects) {
    promoted = promoted || effect.thing == "primary-b";
    fenced = fenced || effect.thing == "fence";
    const auto fault = faults.find(effect.thing);
    const bool lifts = fault != faults.end() && effect.by_us && effect.value != fault->second;
    if (lifts && promoted && !fenced) {
      return {fmt::format("{} was lifted after the promotion and before the fence", effect.thing)};
    }
  }
  return {};
}

namespace {

bool may_follow(ChangeState before, ChangeState after) {
  using enum ChangeState;
  switch (before) {
    case planned: return after == intended;
    case intended:
      return after == applied || after == reverting || after == reverted || after == stuck;
    case applied:
      return after == verified || after == reverting || after == reverted || after == stuck;
    case verified: return after == reverting || after == reverted || after == stuck;
    case reverting: return after == reverted || after == stuck;
    case stuck: return after == reverting || after == reverted || after == stuck;
    case reverted: return false;
  }
  return false;
}

/// Walks along a timeline and remembers how far everything has come.
struct Walker {
  Broken broken = {};
  Instant at = {};
  Stage stage = Stage::preflight;
  bool finished = false;
  std::map<std::string, ChangeState> changes = {};
  std::set<std::string> applied = {}, proven = {}, lifted = {};
  bool step_failed = false;

  template <class Other>
  void operator()(const Other& /*free to come at any time*/) {}

  void operator()(const events::StageEntered& event) {
    if (event.stage < stage || (event.stage == stage && stage != Stage::preflight)) {
      broken.push_back(fmt::format("stage {} after {}", to_string(event.stage), to_string(stage)));
    }
    stage = event.stage;
  }
  /// The scripts have one branch, from whatever step comes first.
  void operator()(const events::StepMoved& event) {
    step_failed = step_failed || event.state == events::StepState::failed;
    if (event.step == "by-hand" && !step_failed) broken.emplace_back("a branch was not called for");
  }
  void operator()(const events::FaultApplied& event) {
    if (!applied.insert(event.fault).second) broken.push_back(event.fault + " was applied twice");
    if (event.onset.low > event.onset.high) broken.push_back(event.fault + ": onset upside down");
  }
  void operator()(const events::FaultProven& event) {
    if (!applied.contains(event.fault)) broken.push_back(event.fault + " was proven too early");
    if (!proven.insert(event.fault).second) broken.push_back(event.fault + " was proven twice");
  }
  void operator()(const events::FaultLifted& event) {
    if (!applied.contains(event.fault)) broken.push_back(event.fault + " was lifted too early");
    if (!lifted.insert(event.fault).second) broken.push_back(event.fault + " was lifted twice");
  }
  void operator()(const events::ChangeMoved& event) {
    ChangeState& state = changes[event.change];
    // A fence is tried again, and each try is intended anew.
    const bool again = event.state == ChangeState::intended && event.change.starts_with("step.");
    if (!again && !may_follow(state, event.state)) {
      broken.push_back(fmt::format("{} went from {} to {}", event.change, to_string(state),
                                   to_string(event.state)));
    }
    if (event.began > event.ended) broken.push_back(event.change + " ended before it began");
    state = event.state;
  }
  void operator()(const events::Finished& /*none*/) {
    if (finished) broken.emplace_back("finished twice");
    finished = true;
  }
};

}  // namespace

Broken check_timeline(const Story& story) {
  Walker walker;
  for (const Event& event : story.events) {
    if (event.at < walker.at) walker.broken.emplace_back("time went backwards");
    walker.at = event.at;
    std::visit(walker, event.body);
  }
  if (story.finish.has_value() != walker.finished) {
    walker.broken.emplace_back("the end is not on the timeline");
  }
  return walker.broken;
}

}  // namespace gameday::sim
