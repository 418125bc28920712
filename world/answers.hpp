// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "world/world.hpp"

namespace gameday {

/// Answers by the key of their question, which is the step's name.
using Answers = std::map<std::string, Prompt::Answer, std::less<>>;

/// "yes" or "no" ("y", "n"; case does not matter), then a note, if any; or "skip" and a reason,
/// which is a no with the note "skipped: <reason>". Anything else is no answer.
[[nodiscard]] std::optional<Prompt::Answer> parse_answer(std::string_view text);

/// Reads an answers file: one answer a line, empty lines and lines with # apart.
///     # step = yes|no [note], or: step = skip reason
///     tell-the-customers = yes the status page is up
/// Errors: bad_input, every problem with its line; 1 MiB at most.
[[nodiscard]] Result<Answers> read_answers(const std::string& file);

/// Answers from a file, at once, in the name "answers file".
class AnswersPrompt : public Prompt {
 public:
  explicit AnswersPrompt(Result<Answers> answers) : m_answers(std::move(answers)) {}
  /// Errors: failed where the file has no answer to this; as read_answers where it cannot be used.
  [[nodiscard]] Result<Answer> ask(std::string_view key, std::string_view question,
                                   std::chrono::milliseconds deadline) override;

 private:
  Result<Answers> m_answers;
};

}  // namespace gameday
