// SPDX-License-Identifier: Apache-2.0
#include "world/prompt.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <thread>

#include "tests/world/support/scratch.hpp"
#include "world/fd.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// A terminal with a person in front of it, played by the test.
class Person {
 public:
  Person() : m_master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
    REQUIRE(m_master.valid());
    REQUIRE(grantpt(m_master.get()) == 0);
    REQUIRE(unlockpt(m_master.get()) == 0);
    m_device = ptsname(m_master.get());
    // Held open: the master reads an error while nobody has the other side open.
    m_held.reset(open(m_device.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    REQUIRE(m_held.valid());
  }
  [[nodiscard]] const std::string& device() const { return m_device; }

  void type(const std::string& text) {
    REQUIRE(write(m_master.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  /// Waits until this stands on the screen; what was shown up to there is then forgotten.
  bool sees(const std::string& text) {
    while (m_screen.find(text) == std::string::npos) {
      pollfd waiting{m_master.get(), POLLIN, 0};
      if (poll(&waiting, 1, 5000) <= 0) return false;
      char buffer[512];
      const ssize_t got = read(m_master.get(), buffer, sizeof buffer);
      if (got <= 0) return false;
      m_screen.append(buffer, static_cast<std::size_t>(got));
    }
    m_screen.erase(0, m_screen.find(text) + text.size());
    return true;
  }

 private:
  UniqueFd m_master;
  UniqueFd m_held;
  std::string m_device;
  std::string m_screen;
};

/// Asks in a thread of its own, while the test plays the person.
class Asking {
 public:
  Asking(const std::string& device, std::chrono::milliseconds deadline)
      : m_prompt(device),
        m_thread([this, deadline] { m_answer = m_prompt.ask("step-1", "Is it done?", deadline); }) {
  }
  Result<Prompt::Answer> answer() {
    m_thread.join();
    return m_answer;
  }

 private:
  TerminalPrompt m_prompt;
  Result<Prompt::Answer> m_answer = fail(ErrorKind::internal, "ask", "", "not asked yet");
  std::thread m_thread;
};

}  // namespace

TEST_CASE("a person answers on the terminal") {
  Person person;
  Asking asking{person.device(), 10s};
  CHECK(person.sees("Is it done?"));
  CHECK(person.sees("a note if you like (or skip, and why): "));
  person.type("yes all green\n");
  const auto answer = asking.answer();
  REQUIRE(answer);
  CHECK(answer->yes);
  CHECK(answer->note == "all green");
  CHECK(!answer->by.empty());
}

TEST_CASE("what is no answer is asked again") {
  Person person;
  Asking asking{person.device(), 10s};
  CHECK(person.sees("a note if you like (or skip, and why): "));
  person.type("what?\n");
  CHECK(person.sees("a note if you like (or skip, and why): "));
  person.type("\n");
  CHECK(person.sees("a note if you like (or skip, and why): "));
  person.type("no\n");
  CHECK(!asking.answer()->yes);
}

TEST_CASE("what was typed before the question is no answer") {
  Person person;
  person.type("yes\n");
  CHECK(person.sees("yes"));
  Asking asking{person.device(), 10s};
  CHECK(person.sees("a note if you like (or skip, and why): "));
  person.type("no\n");
  CHECK(!asking.answer()->yes);
}

TEST_CASE("nobody answers: a timeout, at the deadline") {
  const Person person;
  TerminalPrompt prompt{person.device()};
  const auto begun = std::chrono::steady_clock::now();
  const auto answer = prompt.ask("step-1", "Is it done?", 60ms);
  REQUIRE(!answer);
  CHECK(answer.error().kind == ErrorKind::timeout);
  CHECK(std::chrono::steady_clock::now() - begun >= 60ms);
  CHECK(std::chrono::steady_clock::now() - begun < 5s);
}

TEST_CASE("a question waits for the one before it, but not past its deadline") {
  Person person;
  TerminalPrompt prompt{person.device()};
  std::thread first{[&] { CHECK(prompt.ask("first", "First?", 10s)); }};
  CHECK(person.sees("a note if you like (or skip, and why): "));
  const auto second = prompt.ask("second", "Second?", 30ms);
  CHECK(second.error().kind == ErrorKind::timeout);
  person.type("y\n");
  first.join();
}

TEST_CASE("a cancelled question ends long before its deadline, and so does one that comes later") {
  Person person;
  TerminalPrompt prompt{person.device()};
  const auto began = std::chrono::steady_clock::now();
  std::thread canceller{[&] {
    person.sees("yes or no");
    prompt.cancel();
  }};
  const auto answer = prompt.ask("step", "Done?", 1min);
  canceller.join();
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().kind == ErrorKind::timeout);
  CHECK(prompt.ask("next", "And this?", 1min).error().kind == ErrorKind::timeout);
  CHECK(std::chrono::steady_clock::now() - began < 30s);
}

TEST_CASE("without a terminal, or with nobody there, it fails at once") {
  TerminalPrompt prompt{"/nowhere/tty"};
  const auto answer = prompt.ask("step-1", "Is it done?", 10s);
  REQUIRE(!answer);
  CHECK(answer.error().kind == ErrorKind::failed);
  CHECK(answer.error().text().find("--answers") != std::string::npos);
  CHECK(NobodyToAsk{}.ask("step-1", "Is it done?", 10s).error().kind == ErrorKind::failed);
}

TEST_CASE("a command line's prompt is the answers file where one is given") {
  const Scratch scratch;
  const auto prompt = make_prompt(scratch.write("answers", "step-1 = yes\n"));
  CHECK(prompt->ask("step-1", "Is it done?", 1s)->by == "answers file");
  CHECK(dynamic_cast<TerminalPrompt*>(make_prompt("").get()) != nullptr);
}
