// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runbooks/step.hpp"

// Which step comes after which. A step that a branch leads to is done only on that branch; behind
// it the runbook goes on in its order. Branches lead forward only, so that a runbook ends. Pure.
namespace gameday {

/// Where the runbook goes on.
struct Way {
  enum class To { next, stop, step } to = To::next;
  std::string step = {};  ///< of To::step
  bool operator==(const Way&) const = default;
};

/// "next", "stop" or a step's name.
[[nodiscard]] Way way_to(const std::string& word);

/// After a step that has failed, or was done with that answer (`note`: of a step with choices, the
/// choice is its first word).
[[nodiscard]] Way way_after(const StepSpec& step, bool failed, std::string_view note);

/// A choice of a step of the kind `decide`, and where it leads to: a word for way_to.
struct Choice {
  std::string name;
  std::string leads_to;
};
[[nodiscard]] std::vector<Choice> choices_of(const StepSpec& step);

/// The one of these that an answer begins with; empty = none.
[[nodiscard]] std::string find_choice(const std::vector<std::string>& choices,
                                      std::string_view answer);

/// The steps that a step may lead to by name: its on_fail and its choices.
[[nodiscard]] std::vector<std::string> branches_of(const StepSpec& step);

/// Whether some step leads to this one by name.
[[nodiscard]] bool is_on_branch(const std::vector<StepSpec>& steps, const std::string& name);

}  // namespace gameday
