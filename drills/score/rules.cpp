// SPDX-License-Identifier: Apache-2.0
#include "drills/score/rules.hpp"

#include <array>

namespace gameday {

std::span<const Rule* const> score_rules() {
#define GAMEDAY_LIST(kind) &k_rule_##kind,
  static const std::array rules{GAMEDAY_RULES(GAMEDAY_LIST)};
#undef GAMEDAY_LIST
  return rules;
}

}  // namespace gameday
