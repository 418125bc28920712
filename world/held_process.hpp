// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/action.hpp"
#include "base/result.hpp"
#include "world/deadline.hpp"
#include "world/spawn.hpp"

namespace gameday {

/// How a child ended.
struct ProcessEnd {
  int status = 0;  ///< exit status; 128 + the signal's number where one killed it
  int signal = 0;  ///< 0 = it exited by itself
};

/// How long a process group has between TERM and KILL.
inline constexpr std::chrono::milliseconds k_stop_grace{300};

/// A child whose pipes stay open: what is sent and what it says move both ways while somebody
/// waits, so neither side can block the other. Plain poll() on its pidfd and pipes. For one thread
/// at a time. The destructor ends its whole process group.
class HeldProcess {
 public:
  /// Each output keeps at most `cap` bytes: of `out` the front, of `err` the tail. Errors: failed.
  static Result<HeldProcess> start(std::vector<std::string> argv, const SpawnOptions& options = {},
                                   std::size_t cap = k_outcome_cap);
  HeldProcess(HeldProcess&&) noexcept = default;
  HeldProcess& operator=(HeldProcess&&) = delete;
  ~HeldProcess();

  /// Queues text for its standard input; it goes out while somebody waits.
  void send(std::string_view text) { m_pending += text; }
  /// Ends its standard input once all that is queued has gone.
  void close_input();

  /// Moves bytes until `done` says so. Errors: timeout (the child goes on, nothing is lost);
  /// failed where the child ended first (with its status and what it said on `err`).
  [[nodiscard]] Result<void> wait_until(const std::function<bool()>& done,
                                        const Deadline& deadline);
  /// The next line of its output, without the newline. Errors: as wait_until.
  [[nodiscard]] Result<std::string> read_line(std::chrono::milliseconds deadline);
  /// Reads what has been written to us already, without waiting.
  void drain();

  /// What was read and not taken away yet.
  [[nodiscard]] std::string& out() { return m_out; }
  [[nodiscard]] std::string& err() { return m_err; }
  [[nodiscard]] bool input_taken() const { return m_pending.empty(); }

  /// It has ended and its output is read, or is held open by a process that it left behind.
  [[nodiscard]] bool ended() const;
  /// Whether this object still holds a child that was not stopped or moved away.
  [[nodiscard]] bool held() const { return m_child.pidfd.valid(); }
  /// Set once it has ended.
  [[nodiscard]] std::optional<ProcessEnd> end() const { return m_end; }
  [[nodiscard]] pid_t pid() const { return m_child.pid; }
  [[nodiscard]] const std::vector<std::string>& argv() const { return m_argv; }

  /// TERM to its process group, KILL after the grace, and reaps it. Fine when it has ended.
  void stop(std::chrono::milliseconds grace = k_stop_grace);

 private:
  HeldProcess(std::vector<std::string> argv, Child child, std::size_t cap);
  void turn(int poll_ms);
  bool wait_for_end(const Deadline& deadline);
  void reap();

  std::vector<std::string> m_argv;
  Child m_child;
  std::size_t m_cap;
  std::string m_pending;
  std::string m_out;
  std::string m_err;
  bool m_close_input = false;
  std::optional<ProcessEnd> m_end;
  std::optional<Deadline> m_outputs_until;  ///< set at its end: how long its pipes may stay open
};

}  // namespace gameday
