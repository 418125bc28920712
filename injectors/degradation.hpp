// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "injectors/injector.hpp"

namespace gameday {

/// How a link is worse than it should be; zero = not in this respect.
struct Degradation {
  Duration delay{};   ///< added to each packet
  Duration jitter{};  ///< the delay varies by as much to either side
  double loss = 0;    ///< shares of packets, in per cent
  double duplicate = 0;
  double reorder = 0;  ///< that overtake the delayed ones
  double corrupt = 0;
  std::int64_t rate = 0;  ///< bits per second
  bool operator==(const Degradation&) const = default;
};

/// Reads "512kbit", "10mbit", "1gbit" (decimal, per second) as bits per second; 0 = it is none, or
/// below 8kbit or above 100gbit.
[[nodiscard]] std::int64_t parse_rate(std::string_view text);

/// The parameters delay, jitter, loss, duplicate, reorder, corrupt and rate, within their ranges.
/// Errors: bad_input, also where none of them is given.
[[nodiscard]] Result<Degradation> read_degradation(const Params& params, const FaultScope& scope);

/// "delay 40ms, jitter 5ms, loss 1 %, rate 10mbit".
[[nodiscard]] std::string describe(const Degradation& degradation);

}  // namespace gameday
