// SPDX-License-Identifier: Apache-2.0
#include "runbooks/step.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace gameday {
namespace {

/// Case does not matter in SQL, and pg_ctl, repmgr and patronictl all have a word with "promote" in
/// it.
bool says_promote(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) {
    return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  });
  return text.find("promote") != std::string::npos;
}

}  // namespace

bool promotes(const StepSpec& step) {
  if (step.point_of_no_return) return true;
  if (step.kind == "sql") return says_promote(step.params.get<std::string>("run"));
  if (step.kind != "command") return false;
  return std::ranges::any_of(step.params.get<std::vector<std::string>>("run"), says_promote);
}

bool touches_clients(const StepSpec& step) {
  return step.touches_clients || promotes(step) || step.kind == "traffic" || step.kind == "fence";
}

}  // namespace gameday
