// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <semaphore>
#include <string>
#include <string_view>

#include "world/deadline.hpp"
#include "world/world.hpp"

namespace gameday {

/// Asks on the terminal, one question at a time; what was typed before the question does not count.
/// May be used from any thread.
class TerminalPrompt : public Prompt {
 public:
  explicit TerminalPrompt(std::string device = "/dev/tty") : m_device(std::move(device)) {}
  [[nodiscard]] Result<Answer> ask(std::string_view key, std::string_view question,
                                   std::chrono::milliseconds deadline) override;
  void cancel() override { m_cancelled = true; }

 private:
  [[nodiscard]] bool wait_for_turn(const Deadline& until);
  [[nodiscard]] std::optional<std::string> read_line(int terminal, const Deadline& until) const;
  std::string m_device;
  std::binary_semaphore m_free{1};
  std::atomic<bool> m_cancelled{false};
};

/// Has nobody to ask: every question fails at once. For processes without a person in front of
/// them.
class NobodyToAsk : public Prompt {
 public:
  [[nodiscard]] Result<Answer> ask(std::string_view key, std::string_view question,
                                   std::chrono::milliseconds deadline) override;
};

/// The prompt of a command line: from the answers file where one is given, else the terminal. A
/// file that cannot be used fails every question; read_answers (world/answers.hpp) tells so
/// beforehand.
[[nodiscard]] std::unique_ptr<Prompt> make_prompt(const std::string& answers_file);

}  // namespace gameday
