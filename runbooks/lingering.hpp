// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "base/change.hpp"

namespace gameday {

/// For how long after it others may go on with what a change has changed: the time to live of the
/// records that were captured, which stands in its way back. Nothing where it is no change of
/// records, or where what was captured has not been put in yet.
[[nodiscard]] std::optional<std::chrono::seconds> lingers(const Change& change);

}  // namespace gameday
