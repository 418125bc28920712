// SPDX-License-Identifier: Apache-2.0
// Times in which no drill may run, nor reach into.
#include <fmt/format.h>

#include "drills/guard/rules.hpp"

namespace gameday {
namespace {

std::vector<Statement> says(const GuardConfig& config) {
  std::vector<Statement> said;
  for (const Freeze& freeze : config.freezes) {
    said.push_back({fmt::format("not {} ({})", describe(freeze), freeze.why), freeze.place});
  }
  return said;
}

std::vector<Statement> object(const GuardCase& guarded, const GuardConfig& config,
                              bool /*widens*/) {
  std::vector<Statement> objections;
  for (const Freeze& freeze : config.freezes) {
    const auto window = find_freeze(freeze, guarded.when);
    if (!window) continue;
    objections.push_back({fmt::format("\"{}\" lasts from {} until {}", freeze.why,
                                      format_utc(window->from), format_utc(window->to)),
                          freeze.place});
  }
  return objections;
}

}  // namespace

const GuardRule k_guard_freeze{"freeze", says, object};

}  // namespace gameday
