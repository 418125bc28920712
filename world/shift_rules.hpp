// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace gameday {

/// What a shift of clients must keep to, and what there is to see of it. Rules that are not set
/// allow everything.
struct ShiftScene {
  std::string to;                          ///< the region that clients are to be sent to
  std::map<std::string, bool> in_service;  ///< by region; empty = no health is known of any
  std::optional<std::int64_t> at_least;    ///< regions in service that there must be
  std::map<std::string, bool> gates;       ///< switches that must be on, by their URL
  std::optional<std::chrono::seconds> least_between;  ///< two shifts
  std::optional<std::chrono::seconds> since_last;     ///< shift; nothing = there was none
  std::string override_rule;  ///< the one rule that a person has said need not be kept
};

/// Which rule forbids it, and why.
struct ShiftRefusal {
  std::string rule;  ///< "target_in_service", "at_least", "gates", "least_between"
  std::string why;
  bool operator==(const ShiftRefusal&) const = default;
};

/// Pure: the first rule that forbids the shift, in the order above; nothing = it may be done. A
/// region of which nothing is known is not in service.
[[nodiscard]] std::optional<ShiftRefusal> judge_shift(const ShiftScene& scene);

}  // namespace gameday
