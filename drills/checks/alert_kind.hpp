// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/action.hpp"
#include "base/inventory.hpp"
#include "base/result.hpp"
#include "drills/checks/alert.hpp"

namespace gameday {

/// What one look at a monitor, or one page that came, shows of an alert.
struct AlertLook {
  bool firing = false;
  bool acknowledged = false;                ///< somebody has taken it up
  std::vector<std::string> receivers = {};  ///< that it goes to; empty = the monitor knows of none
  std::vector<std::string> silences = {};   ///< ids of what silences it
  std::vector<std::string> why = {};        ///< what else keeps it from its receiver, in sentences
  std::optional<WallTime> started = {};     ///< by the monitor's own clock
};

/// How far on its way to whoever is on call a monitor sees a page; later ones see more.
enum class AlertSight { rule, route, page };

/// A kind of monitor: what is asked of it about an alert, and what its answer means. Pure.
struct AlertKind {
  std::string_view name;
  std::string_view summary;
  std::span<const ParamSpec> params;        ///< of [monitor.<name>]
  std::span<const ParamSpec> alert_params;  ///< of an [[alert]] that names such a monitor
  AlertSight sees;                          ///< what `detect` rests on is what sees most
  Duration every;                           ///< from look to look, where the monitor does not say
  /// The question; null where gameday itself is what is paged. Errors: bad_input.
  Result<Action> (*ask)(const AlertSpec& alert, const Contact& monitor);
  /// Reads an answer, or a page; none = a page that is about something else.
  /// Errors: failed, where it says nothing of the alert.
  Result<std::optional<AlertLook>> (*read)(const AlertSpec& alert, const Outcome& outcome);
  /// Asks who made a silence; null where a monitor has none.
  Action (*ask_silence)(const Contact& monitor, const std::string& id) = nullptr;
  /// "silenced by jo: maintenance", whatever the answer is.
  std::string (*read_silence)(const std::string& id, const Result<Outcome>& answer) = nullptr;
};

}  // namespace gameday
