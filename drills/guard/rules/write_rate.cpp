// SPDX-License-Identifier: Apache-2.0
// How fast ledgers may write to a database that other people use: outside a lab, where there must
// be a limit.
#include <fmt/format.h>

#include "drills/guard/rules.hpp"

namespace gameday {
namespace {

std::vector<Statement> says(const GuardConfig& config) {
  if (!config.largest_write_rate) return {};
  return {{fmt::format("at most {:.4g} writes a second outside a lab",
                       config.largest_write_rate->value),
           config.largest_write_rate->place}};
}

double writes_a_second(const Plan& plan) {
  double rate = 0;
  for (const LedgerSpec& ledger : plan.drill().ledgers) {
    if (ledger.every > Duration{0}) rate += 1 / to_seconds(ledger.every);
  }
  return rate;
}

std::vector<Statement> object(const GuardCase& guarded, const GuardConfig& config, bool widens) {
  if (!guarded.outside_lab() || guarded.plan.drill().ledgers.empty()) return {};
  if (!config.largest_write_rate) {
    if (!widens || !config.environments) return {};
    return {{"outside a lab a ledger needs a largest_write_rate", config.environments->place}};
  }
  const double rate = writes_a_second(guarded.plan);
  if (rate <= config.largest_write_rate->value) return {};
  return {{fmt::format("the ledgers would write {:.4g} times a second, more than {:.4g}", rate,
                       config.largest_write_rate->value),
           config.largest_write_rate->place}};
}

}  // namespace

const GuardRule k_guard_write_rate{"largest_write_rate", says, object};

}  // namespace gameday
