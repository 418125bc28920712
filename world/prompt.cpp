// SPDX-License-Identifier: Apache-2.0
#include "world/prompt.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pwd.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <optional>

#include "world/answers.hpp"
#include "world/deadline.hpp"
#include "world/fd.hpp"
#include "world/pipe_io.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_longest_line = 4096;
constexpr std::chrono::milliseconds k_slice{100};

/// The person, also behind sudo.
std::string user_name() {
  if (const char* behind = std::getenv("SUDO_USER"); behind != nullptr && *behind != '\0') {
    return behind;
  }
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> buffer{};
  getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found);
  return found != nullptr ? found->pw_name : fmt::format("uid {}", getuid());
}

/// "yes", "no", or either with a note behind it; anything else is no answer.
std::optional<Prompt::Answer> read_answer(const std::string& line) {
  auto answer = parse_answer(line);
  if (answer) answer->by = user_name();
  return answer;
}

/// Lets the next question go on the terminal.
class Turn {
 public:
  explicit Turn(std::binary_semaphore& free) : m_free(free) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { m_free.release(); }

 private:
  std::binary_semaphore& m_free;
};

void say(int terminal, std::string text) { (void)write_some(terminal, text); }

}  // namespace

/// In slices, so that a cancelled question ends soon.
bool TerminalPrompt::wait_for_turn(const Deadline& until) {
  while (!m_cancelled && !until.passed()) {
    if (m_free.try_acquire_for(std::min(until.left(), k_slice))) return true;
  }
  return false;
}

/// The next line; nothing at the deadline, where it was cancelled, or where the terminal was
/// closed.
std::optional<std::string> TerminalPrompt::read_line(int terminal, const Deadline& until) const {
  std::string line;
  while (!m_cancelled && !until.passed()) {
    pollfd waiting{terminal, POLLIN, 0};
    const int slice_ms = static_cast<int>(k_slice.count());
    if (poll(&waiting, 1, std::min(until.poll_ms(), slice_ms)) <= 0) continue;
    const auto state = read_some(terminal, line, k_longest_line, Keep::front);
    const auto end = line.find('\n');
    if (end != std::string::npos) return line.substr(0, end);
    if (state == PipeState::ended) return std::nullopt;
  }
  return std::nullopt;
}

Result<Prompt::Answer> TerminalPrompt::ask(std::string_view key, std::string_view question,
                                           std::chrono::milliseconds deadline) {
  const Deadline until{deadline};
  const std::string where{key};
  if (!wait_for_turn(until)) {
    return fail(ErrorKind::timeout, "ask a person", where, "another question was not answered");
  }
  const Turn turn{m_free};
  const UniqueFd terminal{open(m_device.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)};
  if (!terminal.valid()) {
    return fail(ErrorKind::failed, "ask a person", where, "there is no terminal",
                "give the answers in a file with --answers");
  }
  tcflush(terminal.get(), TCIFLUSH);
  say(terminal.get(), fmt::format("\n{}\n", question));
  while (true) {
    say(terminal.get(),
        fmt::format("[{}] yes or no, and a note if you like (or skip, and why): ", key));
    const auto line = read_line(terminal.get(), until);
    if (!line) break;
    if (auto answer = read_answer(*line)) return *answer;
  }
  if (!until.passed() && !m_cancelled)
    return fail(ErrorKind::failed, "get an answer", where, "the terminal closed");
  say(terminal.get(), "\n");
  return fail(ErrorKind::timeout, "get an answer", where, "nobody answered before the deadline");
}

Result<Prompt::Answer> NobodyToAsk::ask(std::string_view key, std::string_view,
                                        std::chrono::milliseconds) {
  return fail(ErrorKind::failed, "ask a person", std::string{key}, "nobody is there to be asked");
}

std::unique_ptr<Prompt> make_prompt(const std::string& answers_file) {
  if (answers_file.empty()) return std::make_unique<TerminalPrompt>();
  return std::make_unique<AnswersPrompt>(read_answers(answers_file));
}

}  // namespace gameday
