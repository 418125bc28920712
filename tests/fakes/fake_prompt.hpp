// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "world/world.hpp"

namespace gameday {

/// Answers from a script; a question without an answer times out. Remembers what was asked.
class FakePrompt : public Prompt {
 public:
  void will_answer(const std::string& key, Answer answer) { m_answers[key] = std::move(answer); }

  [[nodiscard]] Result<Answer> ask(std::string_view key, std::string_view,
                                   std::chrono::milliseconds) override {
    const std::lock_guard lock{m_mutex};
    m_asked.emplace_back(key);
    const auto found = m_answers.find(std::string{key});
    if (found != m_answers.end()) return found->second;
    return fail(ErrorKind::timeout, "get an answer", std::string{key}, "nobody answered");
  }

  [[nodiscard]] std::vector<std::string> asked() const {
    const std::lock_guard lock{m_mutex};
    return m_asked;
  }

 private:
  mutable std::mutex m_mutex;
  std::map<std::string, Answer> m_answers;
  std::vector<std::string> m_asked;
};

}  // namespace gameday
