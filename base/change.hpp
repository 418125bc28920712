// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/action.hpp"

namespace gameday {

/// What happens to a change when gameday dies or a run is aborted (safety.md).
enum class Fate {
  revert,  ///< faults, temporary settings, our own tables
  hold,    ///< what a failover did: promotion, traffic, DNS, fencing
};

/// Who lifts a change if gameday and the machine that it ran on vanish.
enum class DeadMan {
  nobody,  ///< it stays until `gameday recover`
  kernel,  ///< an expiry in the kernel of the target
  server,  ///< the server that was changed, by a time limit of its own
  timer,   ///< a timer that was planted on the target first
  cloud,   ///< the provider's own time limit
};

/// One word of a table that was printed, and what it is to be; `where` as find_cell reads it.
struct CellMatch {
  std::string where;
  Arg is;
  bool operator==(const CellMatch&) const = default;
};

/// Recognises an outcome: its status, if given, and every piece in out or err; also none of
/// `without`, and every cell in out. With rows set: the first cell of the first row is that text.
struct Match {
  std::optional<int> status = {};
  std::vector<Arg> contains = {};
  std::vector<std::string> without = {};
  std::optional<std::string> first_cell = {};
  std::vector<CellMatch> cells = {};
  bool operator==(const Match&) const = default;
};

/// How to see whether a change is in force. What fits no match was made by someone else.
struct Verify {
  Action look;
  Match in_force;
  Match gone;
  /// Ours, but without effect: half made, or lifted by the kernel's expiry. Revert clears it away.
  std::optional<Match> inert = {};
  bool operator==(const Verify&) const = default;
};

/// What a look at the world showed of a change.
enum class Seen { in_force, gone, inert, foreign, unclear };

/// How a change that could part us from the host on which it is made is tried first: for so short
/// a time that it lapses by itself where the host cannot be reached through it (safety.md, The
/// control path).
struct Trial {
  Duration lapses{};          ///< after it was begun
  std::vector<Action> begin;  ///< puts it in force for that time, in place of `apply`
  Action reach;               ///< gets to the host over a new connection
  std::vector<Action> last;   ///< makes it last as `apply` would, without a gap
  bool operator==(const Trial&) const = default;
};

/// One reversible edit of the world.
struct Change {
  std::string id;                 ///< unique in the run, for instance "fault.cut-a.router"
  std::string summary;            ///< what it does, in the operator's words
  std::optional<Action> capture;  ///< run first; its value is journalled and handed to revert
  std::vector<std::string> capture_fields = {};  ///< see capture_value
  Action apply;
  Verify verify;
  std::optional<Action> revert;  ///< idempotent; a promotion has none
  Fate on_death = Fate::revert;
  Fate on_abort = Fate::revert;
  bool point_of_no_return = false;
  std::optional<Duration> expires_after = {};  ///< after apply; then the world lifts it by itself
  DeadMan dead_man = DeadMan::nobody;          ///< who does that
  /// Done after the capture and the journal's intent, before the apply: what a recovery without
  /// gameday needs is put on the target first. Where one fails, nothing was applied.
  std::vector<Action> plant = {};
  /// Takes away what was planted, once the change is seen gone and before it counts as reverted;
  /// idempotent.
  std::vector<Action> unplant = {};
  std::optional<Trial> trial = {};
  bool operator==(const Change&) const = default;
};

/// Journal states of a change; every one but reverted is recoverable, by anyone, at any time.
enum class ChangeState { planned, intended, applied, verified, reverting, reverted, stuck };

/// Pure reading of a look: in_force, gone and inert by their matches, in this order, foreign where
/// it worked but fits none, unclear where it could not be had.
[[nodiscard]] Seen read_seen(const Verify& verify, const Result<Outcome>& looked);

/// Whether an outcome is what the match describes; an empty match fits every outcome.
[[nodiscard]] bool matches(const Match& match, const Outcome& outcome);

/// The value of a capture: an object with one member per field. A field is "name=<prefix>" : the
/// first word behind that prefix in the output's first line that has it; "name@<where>" : a cell,
/// as find_cell reads it; "text" : the whole output without its last line end; "json" : the output
/// as JSON; an Sql capture gives /rows. Errors: failed, where a field is not found (nothing was
/// changed then).
[[nodiscard]] Result<Json> capture_value(const Change& change, const Outcome& outcome);

[[nodiscard]] std::string_view to_string(ChangeState state);
[[nodiscard]] std::optional<ChangeState> parse_change_state(std::string_view text);
[[nodiscard]] std::string_view to_string(Fate fate);
[[nodiscard]] std::string_view to_string(Seen seen);
[[nodiscard]] std::string_view to_string(DeadMan dead_man);
/// In words: "the kernel of the target".
[[nodiscard]] std::string_view describe(DeadMan dead_man);

[[nodiscard]] Json to_json(const Change& change);
/// Errors: bad_input.
[[nodiscard]] Result<Change> change_from_json(const Json& json);

/// The change with captured values and expiry times resolved everywhere (see resolve of an Action).
[[nodiscard]] Result<Change> resolve(const Change& change, const Json& captured, WallTime applied);

}  // namespace gameday
