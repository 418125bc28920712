// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "drills/score/inquiry.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {

/// One part of the scorecard. A rule that cannot judge leaves `unknown`, with the reason.
struct Rule {
  std::string_view name;
  std::string_view summary;
  void (*judge)(const Inquiry& inquiry, Scorecard& card);
};

}  // namespace gameday
