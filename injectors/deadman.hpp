// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/inventory.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// Puts a note of the change on its target before the change itself: one line in
/// <scratch>/gameday/<run>.<change>.json, from which a recovery without any journal makes the
/// change again. For what carries no tag of its run by itself. To be called last, once the change
/// is whole (and after plant_timer). `fence_first` as in FaultScope: a recovery keeps to it.
void plant_note(Change& change, const Host& host, const std::string& run_id,
                bool fence_first = false);

/// A timer on a host that carries out a change's revert.
struct LiftTimer {
  std::vector<Action> start;
  Action stop;
};
/// Its parts; `name` tells it from others on that host. As for plant_timer.
[[nodiscard]] LiftTimer lift_timer(const Change& change, const Host& host, const std::string& name,
                                   Duration after);

/// Plants a timer on the target that carries out the change's revert this long after the apply,
/// should nobody else have done so: systemd-run, or a detached process. The revert must be an Exec
/// without standard input and harmless when it comes late. Sets dead_man and expires_after.
void plant_timer(Change& change, const Host& host, const std::string& run_id, Duration after);

/// Lists the notes on a host, one line each; fails with "No such file" where there never was one.
[[nodiscard]] Action list_notes(const Host& host);

/// What a note says.
struct Note {
  std::string run_id;
  Change change;             ///< with what was captured put in
  bool fence_first = false;  ///< where region B was promoted, the old primary is fenced before
};
/// Reads the lines that list_notes gave; a line that is no note of ours is left out, and told.
struct Notes {
  std::vector<Note> notes;
  std::vector<std::string> unreadable;
};
[[nodiscard]] Notes read_notes(std::string_view listed);

}  // namespace gameday
