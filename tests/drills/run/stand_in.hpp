// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "drills/record/journal.hpp"
#include "drills/record/run_directory.hpp"
#include "world/fd.hpp"

namespace gameday {

/// A process that stands in for a gameday: it can hold a journal's lock, and does nothing else.
class StandIn {
 public:
  StandIn() {
    std::array<int, 2> to{};
    std::array<int, 2> from{};
    REQUIRE(::pipe(to.data()) == 0);
    REQUIRE(::pipe(from.data()) == 0);
    m_pid = ::fork();
    REQUIRE(m_pid >= 0);
    if (m_pid == 0) live(to[0], from[1]);
    m_to.reset(to[1]);
    m_from.reset(from[0]);
    ::close(to[0]);
    ::close(from[1]);
    m_start_time = process_start_time(m_pid);
  }
  ~StandIn() {
    ::kill(m_pid, SIGKILL);
    ::waitpid(m_pid, nullptr, 0);
  }
  StandIn(const StandIn&) = delete;
  StandIn& operator=(const StandIn&) = delete;

  /// Makes it take the journal's lock.
  void hold(const std::filesystem::path& journal) const {
    const std::string line = journal.string() + "\n";
    REQUIRE(::write(m_to.get(), line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    char held = 0;
    REQUIRE(::read(m_from.get(), &held, 1) == 1);
    REQUIRE(held == 'y');
  }

  [[nodiscard]] pid_t pid() const { return m_pid; }
  [[nodiscard]] std::uint64_t start_time() const { return m_start_time; }
  [[nodiscard]] bool lives() const { return process_start_time(m_pid) == m_start_time; }

 private:
  [[noreturn]] static void live(int orders, int answers) {
    std::string path;
    for (char c = 0; ::read(orders, &c, 1) == 1 && c != '\n';) path.push_back(c);
    const auto journal = Journal::adopt(path, std::chrono::milliseconds{0});
    const char held = journal ? 'y' : 'n';
    (void)!::write(answers, &held, 1);
    while (true) ::pause();
  }

  pid_t m_pid = -1;
  std::uint64_t m_start_time = 0;
  UniqueFd m_to;
  UniqueFd m_from;
};

}  // namespace gameday
