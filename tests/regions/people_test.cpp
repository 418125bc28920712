// SPDX-License-Identifier: Apache-2.0
// A failover by people: the run asks at a pseudo-terminal, a scripted person answers, and what the
// scorecard says of the steps is what that person did, and when.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/paths.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

/// The program under test with a terminal of its own, and the person in front of it.
class AtTerminal {
 public:
  explicit AtTerminal(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), gameday_binary().string());
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    m_pid = forkpty(&m_screen, nullptr, nullptr, nullptr);
    if (m_pid == 0) {
      execv(argv[0], argv.data());
      _exit(127);
    }
    REQUIRE(m_pid > 0);
  }
  AtTerminal(const AtTerminal&) = delete;
  AtTerminal& operator=(const AtTerminal&) = delete;
  ~AtTerminal() {
    if (m_pid > 0) kill(m_pid, SIGTERM);
    if (m_pid > 0) waitpid(m_pid, nullptr, 0);
    close(m_screen);
  }

  /// Waits until the question with this key is on the screen.
  [[nodiscard]] bool is_asked(const std::string& key, std::chrono::seconds patience = 40s) {
    const std::string prompt = fmt::format("[{}] yes or no", key);
    const auto until = Clock::now() + patience;
    while (Clock::now() < until) {
      if (m_shown.find(prompt, m_read) != std::string::npos) {
        m_read = m_shown.find(prompt, m_read) + prompt.size();
        return true;
      }
      if (!read_more(200)) return false;
    }
    return false;
  }
  void type(const std::string& line) {
    const std::string text = line + "\n";
    REQUIRE(write(m_screen, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  [[nodiscard]] int ended() {
    while (read_more(200)) {
    }
    int status = 0;
    waitpid(std::exchange(m_pid, -1), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  [[nodiscard]] const std::string& shown() const { return m_shown; }

 private:
  /// False once nobody has the terminal open any more.
  bool read_more(int patience_ms) {
    pollfd waiting{m_screen, POLLIN, 0};
    if (poll(&waiting, 1, patience_ms) == 0) return true;
    char bytes[4096];
    const ssize_t got = read(m_screen, bytes, sizeof bytes);
    if (got <= 0) return false;
    m_shown.append(bytes, static_cast<std::size_t>(got));
    return true;
  }

  int m_screen = -1;
  pid_t m_pid = -1;
  std::string m_shown;
  std::size_t m_read = 0;
};

/// Seconds from when a question stood on the screen to the answer.
double answer(AtTerminal& terminal, const std::string& key, const std::string& words) {
  REQUIRE_MESSAGE(terminal.is_asked(key), terminal.shown());
  const auto seen = Clock::now();
  terminal.type(words);
  return std::chrono::duration<double>(Clock::now() - seen).count();
}

}  // namespace

TEST_CASE("people fail over at a terminal: the drill is met, and their steps are theirs") {
  const Lab lab{"people"};
  const Home home;
  AtTerminal terminal{{"run", "manual_failover", "--lab", lab.name(), "--yes"}};
  answer(terminal, "(start)", "yes");
  // An answer that names no choice is none, and is asked for again.
  answer(terminal, "which-way", "yes perhaps");
  answer(terminal, "which-way", "yes fail-over the board agrees");
  answer(terminal, "tell-customers", "yes https://status.example/1");
  const int status = terminal.ended();
  CHECK_MESSAGE(status == 0, terminal.shown());

  const Json card = scorecard_of(home.run_of("manual_failover"));
  CHECK(card.at("verdict") == "met");
  const Json& steps = card.at("runbook");
  const Json which = member_where(steps, "step", "which-way");
  CHECK(which.at("note") == "fail-over the board agrees");
  CHECK(which.at("role") == "incident lead");
  const Json told = member_where(steps, "step", "tell-customers");
  CHECK(told.at("verdict") == "met");
  CHECK(told.at("note") == "https://status.example/1");
  for (const Json& step : {which, told}) {
    CHECK(step.at("by") != "gameday");
    CHECK(step.at("by").is_string());
    CHECK(step.at("took_s") > 0.0);
    CHECK(step.at("took_s") < 5.0);
  }
  CHECK(member_where(steps, "step", "promote-by-hand").at("verdict") == "not_applicable");
  const Json shifted = member_where(steps, "step", "shift-traffic");
  CHECK(shifted.at("by") == "gameday");
  // Side by side: neither waited for the other.
  const double apart =
      std::abs(shifted.at("started_s").get<double>() - told.at("started_s").get<double>());
  CHECK(apart < 0.1);
  CHECK(member_where(card.at("probes"), "name", "shop-pooled").at("class") == "pooled");
  CHECK(router_is_clean(lab));
}

}  // namespace gameday::regions
