// SPDX-License-Identifier: Apache-2.0
#include "drills/guard/rules.hpp"

#include <array>

namespace gameday {

std::span<const GuardRule* const> guard_rules() {
#define GAMEDAY_POINTER(rule) &k_guard_##rule,
  static constexpr std::array k_all{GAMEDAY_GUARD_RULES(GAMEDAY_POINTER)};
#undef GAMEDAY_POINTER
  return k_all;
}

GuardCase guard_case(const Plan& plan, WallTime now) {
  return {plan, reach_of(plan), {now, now + plan.blast_radius.longest}};
}

}  // namespace gameday
