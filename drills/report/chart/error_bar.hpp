// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "drills/score/scorecard.hpp"

namespace gameday {

/// A measured interval against its target, to scale: the bar spans what is known, its ends are the
/// error, and an end that is not known runs off to the right. Empty where there is nothing to draw.
[[nodiscard]] std::string draw_error_bar(const ObjectiveScore& objective, std::string_view id);

}  // namespace gameday
