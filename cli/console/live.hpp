// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "drills/plan/plan.hpp"
#include "drills/record/event.hpp"
#include "drills/run/conductor.hpp"

namespace gameday {

/// Turns what happens in a run into plain lines for the terminal, one a happening, and a line of
/// clocks every few seconds. Pure but for what it remembers; `gameday run` and `watch` both use it.
class Live {
 public:
  /// `color`: headlines and verdict words in ANSI colours.
  Live(const Plan& plan, bool color);

  /// The line for an event; none where there is nothing to say.
  [[nodiscard]] std::optional<std::string> line(const Event& event);

  /// The clocks: outage against its target, faults with the time they have left, what is expected.
  /// None where it is too early for another one.
  [[nodiscard]] std::optional<std::string> clocks(const ConductorState& state, Instant now);

 private:
  friend struct Telling;
  [[nodiscard]] std::string stamp(Instant at) const;
  [[nodiscard]] std::string paint(std::string_view text, std::string_view code) const;
  const Plan& m_plan;
  bool m_color;
  std::optional<Instant> m_start;
  std::optional<Moment> m_onset;
  bool m_back = false;  ///< the way back was entered upon
  Instant m_next_clocks{};
  std::map<std::string, Instant> m_step_started;
};

}  // namespace gameday
