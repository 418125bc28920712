// SPDX-License-Identifier: Apache-2.0
#include "drills/run/executor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>

#include "drills/record/run_directory.hpp"

namespace gameday {
namespace {

/// How often something that may still come is looked for.
constexpr std::chrono::milliseconds k_landing_poll{100};
/// What was applied may take a moment to show: a process that starts, a rule that is loaded.
constexpr std::chrono::milliseconds k_showing_poll{25};
constexpr int k_showing_looks = 40;
constexpr Duration k_showing = k_showing_poll * k_showing_looks;
/// The world's own clocks lift what is tried to the second.
constexpr std::chrono::milliseconds k_lapse_margin{1200};

std::string shortened(std::string_view text) {
  constexpr std::size_t k_longest = 300;
  return std::string{text.substr(0, text.find_last_not_of(" \n") + 1).substr(0, k_longest)};
}

std::string reason(const Outcome& outcome) {
  const std::string said = shortened(outcome.err.empty() ? outcome.out : outcome.err);
  return fmt::format("status {}{}{}", outcome.status, said.empty() ? "" : ": ", said);
}

Error error_of(const std::string& what, const Change& change, std::string why) {
  return fail(ErrorKind::failed, what, change.apply.host.name, std::move(why)).value();
}

/// An outcome that is not ok as an error, told in the words of the change.
Result<void> checked(const Result<Outcome>& outcome, const char* verb, const Change& change) {
  if (!outcome) return tl::unexpected(outcome.error());
  if (outcome->ok) return {};
  return tl::unexpected(error_of(fmt::format("{} {}", verb, change.id), change, reason(*outcome)));
}

}  // namespace

/// What a look showed, and in which words.
struct Executor::Look {
  Seen seen = Seen::unclear;
  std::string shown;
};

void sleep_for(Duration length) { std::this_thread::sleep_for(length); }

bool waits_for_fence(const Change& change) {
  return change.expires_after.has_value() || change.id.starts_with("fault.");
}

Executor::Executor(World& world, Journal& journal, OnMoved moved, Pause pause, std::size_t width)
    : m_world(world),
      m_journal(journal),
      m_moved(std::move(moved)),
      m_pause(std::move(pause)),
      m_width(width) {}

/// Puts the state on record and tells it. The world counts more than the record: a revert must not
/// fail because the disk is full.
void Executor::note(const Change& change, ChangeState state, Instant began,
                    std::string_view error) {
  (void)m_journal.write(change, state, error);
  if (!m_moved) return;
  m_moved({.change = change.id,
           .state = state,
           .began = began,
           .ended = m_world.clock.now(),
           .error = std::string{error}});
}

Executor::Look Executor::look_at(const Change& change) {
  const Result<Outcome> looked = m_world.performer.perform(change.verify.look);
  const std::string shown = looked ? reason(*looked) : looked.error().text();
  return {.seen = read_seen(change.verify, looked), .shown = shown};
}

/// What was captured first is kept: a second capture would read our own value.
Result<Change> Executor::prepare(const Change& change) {
  const JournalContent content = m_journal.content();
  const JournalEntry* known = content.find(change.id);
  const bool on_record = known != nullptr && known->state != ChangeState::reverted;
  if (on_record && change.capture) return known->change;
  Json captured = Json::object();
  if (change.capture) {
    const Result<Outcome> read = m_world.performer.perform(*change.capture);
    if (auto done = checked(read, "read what is there before", change); !done) {
      return tl::unexpected(done.error());
    }
    auto value = capture_value(change, *read);
    if (!value) return tl::unexpected(value.error());
    captured = std::move(*value);
  }
  return resolve(change, captured, m_world.clock.wall());
}

Result<void> Executor::apply(const Change& change) {
  const Result<Change> ready = prepare(change);
  if (!ready) return tl::unexpected(ready.error());
  const Instant began = m_world.clock.now();
  if (auto noted = m_journal.write(*ready, ChangeState::intended); !noted) return noted;
  if (m_moved) m_moved({ready->id, ChangeState::intended, began, m_world.clock.now(), {}});
  return carry_out(*ready);
}

/// What would lift the change without us lies on its target before the change does.
Result<void> Executor::plant(const Change& change) {
  for (const Action& action : change.plant) {
    if (auto done = checked(m_world.performer.perform(action), "plant what undoes", change);
        !done) {
      const std::lock_guard lock{m_mutex};
      m_returned.insert(change.id);
      return done;
    }
  }
  return {};
}

/// It was seen gone: with what was planted for it gone as well, it is reverted.
Result<void> Executor::settle_gone(const Change& change, Instant began) {
  for (const Action& action : change.unplant) {
    if (auto done = checked(m_world.performer.perform(action), "clear up after", change); !done) {
      return stick(change, done.error());
    }
  }
  note(change, ChangeState::reverted, began);
  return {};
}

/// At once, or for the time of its trial.
Result<void> Executor::put_in_force(const Change& change) {
  if (!change.trial) return checked(m_world.performer.perform(change.apply), "apply", change);
  for (const Action& action : change.trial->begin) {
    if (auto done = checked(m_world.performer.perform(action), "try", change); !done) return done;
  }
  return {};
}

/// What is open already and a new connection both get through while it is in force.
Result<void> Executor::reach_through(const Change& change, Instant began) {
  const auto refused = [&](std::string why) -> Result<void> {
    return fail(ErrorKind::refused, "make " + change.id + " last", change.apply.host.name,
                std::move(why),
                "it has lapsed by itself; reach the host by a way that the fault does not touch");
  };
  const Look look = look_at(change);
  if (look.seen != Seen::in_force) {
    return refused(fmt::format("it could not be seen from here: {}", look.shown));
  }
  const auto reached = checked(m_world.performer.perform(change.trial->reach), "reach", change);
  if (!reached) return refused("no new connection gets there through it: " + reached.error().why);
  if (m_world.clock.now() <= began + change.trial->lapses) return {};
  return refused("getting there took longer than it was in force");
}

/// Prolongs what is tried, or waits until it has lapsed, so that whoever reverts gets there.
Result<void> Executor::pass_trial(const Change& change, Instant began) {
  Result<void> passed = reach_through(change, began);
  for (const Action& action : change.trial->last) {
    if (passed) passed = checked(m_world.performer.perform(action), "prolong", change);
  }
  const Duration left = began + change.trial->lapses + k_lapse_margin - m_world.clock.now();
  if (!passed && left > Duration{0}) m_pause(left);
  return passed;
}

Result<void> Executor::carry_out(const Change& change) {
  if (auto done = plant(change); !done) return done;
  const Instant began = m_world.clock.now();
  const Result<void> done = put_in_force(change);
  const Instant ended = m_world.clock.now();
  {
    const std::lock_guard lock{m_mutex};
    m_returned.insert(change.id);
  }
  if (!done) return done;
  if (auto noted = m_journal.write(change, ChangeState::applied); !noted) return noted;
  if (m_moved) m_moved({change.id, ChangeState::applied, began, ended, {}});
  if (change.trial) {
    if (auto passed = pass_trial(change, began); !passed) return passed;
  }
  const Instant looked = m_world.clock.now();
  Look look = look_at(change);
  // The time counts as well as the number: each look may run into its deadline.
  for (int looks = 1; look.seen != Seen::in_force && looks < k_showing_looks &&
                      m_world.clock.now() - looked < k_showing;
       ++looks) {
    m_pause(k_showing_poll);
    look = look_at(change);
  }
  if (look.seen != Seen::in_force) {
    return tl::unexpected(error_of(fmt::format("see {} in force", change.id), change,
                                   fmt::format("it is {}: {}", to_string(look.seen), look.shown)));
  }
  note(change, ChangeState::verified, looked);
  return {};
}

Result<void> Executor::fence(const Change& fence) {
  if (look_at(fence).seen != Seen::in_force) {
    if (auto done = apply(fence); !done) return done;
  }
  m_fence_holds = true;
  (void)m_journal.write_fenced();
  return {};
}

bool Executor::fence_pending(const JournalContent& content) const {
  return content.fence_pending() && !m_fence_holds;
}

/// A process that died may have left its apply under way: what is not there yet may still come,
/// until that action's deadline. Nothing comes after a boot, or once we have seen it return.
Duration Executor::unsettled_for(const JournalEntry& entry) const {
  if (entry.state != ChangeState::intended) return Duration{0};
  const std::lock_guard lock{m_mutex};
  if (m_returned.contains(entry.change.id)) return Duration{0};
  if (m_journal.content().head.boot_id != boot_id()) return Duration{0};
  const Duration settled = Duration{entry.intended_at} + entry.change.apply.deadline;
  return std::max(Duration{0}, settled - m_world.clock.boottime());
}

Result<void> Executor::stick(const Change& change, Error why) {
  note(change, ChangeState::stuck, m_world.clock.now(), why.text());
  return tl::unexpected(std::move(why));
}

Result<void> Executor::undo(const Change& change) {
  const Instant began = m_world.clock.now();
  note(change, ChangeState::reverting, began);
  const Result<void> done = checked(m_world.performer.perform(*change.revert), "revert", change);
  const Look look = look_at(change);
  if (look.seen == Seen::gone) return settle_gone(change, began);
  if (!done) return stick(change, done.error());
  return stick(change, error_of(fmt::format("see that {} is gone", change.id), change,
                                fmt::format("it is {}: {}", to_string(look.seen), look.shown)));
}

/// An unclear look at something captured is looked at again and then left: a blind revert could
/// overwrite what somebody else has set meanwhile. What carries our run's tag can only be ours.
Result<void> Executor::put_back(const JournalEntry& entry, bool force) {
  const Change& change = entry.change;
  const Instant began = m_world.clock.now();
  Look look = look_at(change);
  for (Duration left = unsettled_for(entry); look.seen == Seen::gone && left > Duration{0};
       left = unsettled_for(entry)) {
    m_pause(std::min<Duration>(left, k_landing_poll));
    look = look_at(change);
  }
  if (look.seen == Seen::unclear && change.capture) look = look_at(change);
  if (look.seen == Seen::gone) return settle_gone(change, began);
  if (force) return undo(change);
  if (look.seen == Seen::foreign) {
    return stick(change,
                 {ErrorKind::failed, "revert " + change.id, change.apply.host.name,
                  "changed by someone else: it shows " + look.shown + "; we applied " +
                      describe(change.apply) + "; it would go back by " + describe(*change.revert),
                  "gameday recover --force " + change.id + " sets it back all the same"});
  }
  if (look.seen == Seen::unclear && change.capture) {
    return stick(change, error_of("look at " + change.id, change, look.shown));
  }
  return undo(change);
}

Result<void> Executor::revert(const std::string& change_id, bool force) {
  const JournalContent content = m_journal.content();
  const JournalEntry* entry = content.find(change_id);
  if (entry == nullptr) {
    return fail(ErrorKind::absent, "revert", change_id, "it is not in the journal");
  }
  if (entry->state == ChangeState::reverted) return {};
  if (!entry->change.revert) {
    return fail(ErrorKind::refused, "revert", change_id, "it has no undo and is held");
  }
  if (!force && fence_pending(content) && waits_for_fence(entry->change)) {
    return stick(entry->change,
                 {ErrorKind::refused, "revert " + change_id, entry->change.apply.host.name,
                  "NOT FENCED: the old primary must be made harmless first",
                  "gameday recover fences it and then lifts the fault"});
  }
  return put_back(*entry, force);
}

/// Not there yet, and may still come.
bool Executor::is_under_way(const JournalEntry& entry) {
  return unsettled_for(entry) > Duration{0} && look_at(entry.change).seen == Seen::gone;
}

}  // namespace gameday
