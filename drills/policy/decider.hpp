// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "drills/policy/decide.hpp"
#include "drills/policy/panel.hpp"

namespace gameday {

/// A rule that forbids a shift for now. `until` = when time alone lifts it.
struct Obstacle {
  std::string_view rule;  ///< of the line that tells it
  std::string_view name;  ///< standby, lag, traffic, shifts, cool_down, anti_flap
  std::string text;
  std::optional<Instant> until = {};
};

/// A decision under way: the same whether its signals come all at once or as they are known. Pure,
/// in integer nanoseconds.
class Decider {
 public:
  /// `origin` is what the times in the lines are counted from.
  Decider(PolicySpec policy, Instant origin);
  Decider(const Decider&) = delete;
  Decider& operator=(const Decider&) = delete;

  /// In the order of their times, and none as early as the last of those taken before: signals of
  /// one instant come together. Nothing is decided after the last of them.
  void take(std::span<const HealthSignal> signals);

  /// Not earlier than the last of the signals taken before: from then on the other region serves,
  /// though nothing was decided. Nothing once the policy has decided so itself.
  void hand_over(PolicyHandover handover) { m_handovers.push_back(std::move(handover)); }

  [[nodiscard]] const Decisions& made() const { return m_made; }

 private:
  void tell(Instant at, std::string_view rule, std::string text);
  [[nodiscard]] const std::string& other() const;
  void step(Instant now);
  void weigh_evidence(Instant now);
  [[nodiscard]] std::vector<Obstacle> find_obstacles(Instant now) const;
  void find_waits(Instant now, std::vector<Obstacle>& found) const;
  void tell_obstacles(Instant now, const std::vector<Obstacle>& obstacles);
  void note_veto(Instant now, const std::vector<Obstacle>& obstacles);
  void shift(Instant now);
  void leave_to(Instant now, const PolicyHandover& handover);
  void turn_to_other(Instant now);

  PolicySpec m_policy;
  Instant m_origin;
  Panel m_panel;
  std::string m_serving;
  std::optional<Instant> m_since;          ///< the evidence has held from here on
  std::optional<Instant> m_healthy_since;  ///< of the other region
  std::optional<Instant> m_due;            ///< when time alone may change the decision
  std::vector<std::string> m_told;         ///< obstacles that stand
  std::deque<PolicyHandover> m_handovers;  ///< to come
  std::vector<Instant> m_moves;            ///< shifts and handovers so far
  Decisions m_made;
};

}  // namespace gameday
