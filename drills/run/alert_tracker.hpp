// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "drills/checks/alert_kind.hpp"
#include "drills/record/event.hpp"

namespace gameday {

/// What a look says of an alert.
[[nodiscard]] AlertState state_of(const AlertLook& look);

/// Makes of many looks at one alert the few events in which it was another than before, each with
/// its error. Pure; for one thread.
class AlertTracker {
 public:
  AlertTracker(std::uint64_t index, std::string alert)
      : m_index(index), m_alert(std::move(alert)) {}

  /// A look that began and ended then, with what keeps the alert from its receiver.
  [[nodiscard]] std::optional<events::AlertMoved> saw(const AlertLook& look, Moment asked,
                                                      std::vector<std::string> why);
  /// A look that was not answered.
  [[nodiscard]] std::optional<events::AlertMoved> failed(const std::string& why, Moment asked);
  /// A listener counts as asked all the time: nothing comes while it is silent.
  void listens_since(Instant at);
  void listened_until(Instant at) { m_until = at; }
  /// A page came, whatever it was about.
  void took_page() { ++m_looks; }

  [[nodiscard]] AlertState state() const { return m_state; }
  [[nodiscard]] const std::vector<std::string>& why() const { return m_why; }
  [[nodiscard]] events::AlertWatched watched() const;

 private:
  [[nodiscard]] std::optional<events::AlertMoved> move_to(AlertState state, Moment asked,
                                                          std::vector<std::string> why);

  std::uint64_t m_index;
  std::string m_alert;
  AlertState m_state = AlertState::unreachable;
  std::vector<std::string> m_why;
  std::optional<Instant> m_from;
  Instant m_until{};
  std::optional<Instant> m_last_asked;  ///< when the last look that was answered began
  std::uint64_t m_looks = 0;
  bool m_moved = false;  ///< it has been told of
  bool m_listens = false;
};

}  // namespace gameday
