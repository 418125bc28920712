// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "base/action.hpp"

namespace gameday {

/// Performs nothing: answers an action by the first rule whose text is in describe(action) and
/// which has an answer left; the last answer of a rule stays. Remembers every call. Thread-safe.
class ScriptedPerformer : public Performer {
 public:
  /// Answers, one a call, the last one for ever.
  void on(std::string part_of_description, std::vector<Result<Outcome>> answers) {
    m_rules.push_back({std::move(part_of_description), {answers.begin(), answers.end()}});
  }
  /// A good outcome with this output.
  void on(std::string part_of_description, std::string out = {}) {
    on(std::move(part_of_description), {Outcome{true, 0, std::move(out), "", {}}});
  }

  [[nodiscard]] Result<Outcome> perform(const Action& action) override {
    const std::lock_guard lock{m_mutex};
    m_calls.push_back(action);
    const std::string description = describe(action);
    for (Rule& rule : m_rules) {
      if (description.find(rule.part) == std::string::npos || rule.answers.empty()) continue;
      Result<Outcome> answer = rule.answers.front();
      if (rule.answers.size() > 1) rule.answers.pop_front();
      return answer;
    }
    return fail(ErrorKind::failed, "perform", description, "the script has no answer for it");
  }

  [[nodiscard]] std::vector<Action> calls() const {
    const std::lock_guard lock{m_mutex};
    return m_calls;
  }
  /// The calls as describe() tells them.
  [[nodiscard]] std::vector<std::string> described() const {
    std::vector<std::string> texts;
    for (const Action& action : calls()) texts.push_back(describe(action));
    return texts;
  }

 private:
  struct Rule {
    std::string part;
    std::deque<Result<Outcome>> answers;
  };
  mutable std::mutex m_mutex;
  std::vector<Rule> m_rules;
  std::vector<Action> m_calls;
};

}  // namespace gameday
