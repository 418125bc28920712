// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "drills/guard/config.hpp"
#include "drills/plan/plan.hpp"

namespace gameday {

/// A refusal by name: "guard freeze: <why> (<file>:<line>)" in text().
struct Refusal {
  std::string rule;
  std::string why;
  RulePlace place = {};
  [[nodiscard]] std::string text() const;
};

/// What the operators' files have against the plan at this time; empty = it may be carried out.
[[nodiscard]] std::vector<Refusal> refusals(const Plan& plan, const Guards& guards, WallTime now);

/// One guard that applies to a plan, for `gameday plan`.
struct GuardLine {
  std::string rule;
  std::string says;
  RulePlace place = {};
  std::vector<std::string> refuses = {};
};
/// Every guard that is set, and what it would refuse at this time; the open-incident checks and the
/// lock are among them, unasked.
[[nodiscard]] std::vector<GuardLine> guards_of(const Plan& plan, const Guards& guards,
                                               WallTime now);
/// The section that `gameday plan` prints. Ends with a newline.
[[nodiscard]] std::string describe(const std::vector<GuardLine>& lines);
[[nodiscard]] Json to_json(const std::vector<GuardLine>& lines);

}  // namespace gameday
