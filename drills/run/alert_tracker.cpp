// SPDX-License-Identifier: Apache-2.0
#include "drills/run/alert_tracker.hpp"

namespace gameday {

AlertState state_of(const AlertLook& look) {
  if (!look.firing) return AlertState::silent;
  if (!look.silences.empty() || !look.why.empty()) return AlertState::suppressed;
  return look.acknowledged ? AlertState::acknowledged : AlertState::received;
}

std::optional<events::AlertMoved> AlertTracker::saw(const AlertLook& look, Moment asked,
                                                    std::vector<std::string> why) {
  ++m_looks;
  auto moved = move_to(state_of(look), asked, std::move(why));
  if (!m_from) m_from = asked.low;
  m_until = asked.high;
  m_last_asked = asked.low;
  if (moved) {
    moved->receivers = look.receivers;
    if (look.started) moved->started = *look.started;
  }
  return moved;
}

std::optional<events::AlertMoved> AlertTracker::failed(const std::string& why, Moment asked) {
  if (m_state == AlertState::unreachable && m_moved) return std::nullopt;  // not each time anew
  return move_to(AlertState::unreachable, asked, {why});
}

void AlertTracker::listens_since(Instant at) {
  m_listens = true;
  m_from = at;
  m_until = at;
  m_state = AlertState::silent;
}

events::AlertWatched AlertTracker::watched() const {
  return {.index = m_index,
          .alert = m_alert,
          .state = m_state,
          .from = m_from.value_or(Instant{}),
          .until = m_until,
          .looks = m_looks};
}

/// Between two looks it may have changed at any time; of a page that comes the time is known.
std::optional<events::AlertMoved> AlertTracker::move_to(AlertState state, Moment asked,
                                                        std::vector<std::string> why) {
  const bool known = m_moved || m_listens;
  if (known && state == m_state && why == m_why) return std::nullopt;
  m_moved = true;
  m_state = state;
  m_why = why;
  return events::AlertMoved{
      .index = m_index,
      .alert = m_alert,
      .state = state,
      .seen = {m_listens ? asked.low : m_last_asked.value_or(asked.low), asked.high},
      .receivers = {},
      .why = std::move(why),
      .started = {}};
}

}  // namespace gameday
