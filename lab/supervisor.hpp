// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lab/server.hpp"
#include "lab/site.hpp"
#include "lab/state.hpp"
#include "world/fd.hpp"

namespace gameday::lab {

/// PID 1 of a lab: makes its network, starts its servers, reaps what ends, restarts nothing, and
/// says how it stands in the status file. Everything in the lab ends when it ends.
class Supervisor {
 public:
  /// `life` is the lock of the lab's folder, held from here on.
  Supervisor(Site site, UniqueFd life);

  /// Raises everything and returns once the first order is acknowledged. Errors: failed, timeout.
  [[nodiscard]] Result<void> raise();
  /// Tells why it could not be raised.
  void tell_failure(const std::string& why);
  /// Looks after the lab until it is told to end.
  void watch();

 private:
  struct Running {
    const Server* server;
    Process process;
    pid_t pid;
    std::string state;
    bool ended = false;
  };

  Result<void> start_servers();
  /// Leaves the pid for those who pause or kill the process; gone once the process has ended.
  [[nodiscard]] Result<void> note_pid(const Process& process, pid_t pid) const;
  /// Waits, reaping, until `done` holds.
  template <class Condition>
  Result<void> await(const std::string& what, Condition done);
  /// The first process that has ended, or null.
  [[nodiscard]] const Running* find_ended() const;
  /// Asks each process how it is.
  bool all_ready();
  [[nodiscard]] bool settled() const;
  /// A line with the time since the lab was asked for, on its log.
  void log(std::string_view stage) const;
  void reap();
  /// Writes the status file when something has changed.
  void tell();

  Site m_site;
  UniqueFd m_life;
  State m_state;
  std::string m_told;
  std::vector<Running> m_running;
};

}  // namespace gameday::lab
