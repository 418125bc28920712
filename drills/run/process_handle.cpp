// SPDX-License-Identifier: Apache-2.0
#include "drills/run/process_handle.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>

#include "drills/record/run_directory.hpp"

namespace gameday {

/// The start time is looked at behind the open: until then the number may have changed hands.
Result<ProcessHandle> ProcessHandle::open(std::int64_t pid, std::uint64_t start_time) {
  ProcessHandle handle;
  handle.m_pid = pid;
  const std::string where = fmt::format("process {}", pid);
  handle.m_pidfd.reset(static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(pid), 0)));
  if (!handle.m_pidfd.valid()) {
    if (errno != ESRCH) return fail_errno("hold", where, errno);
    return fail(ErrorKind::absent, "hold", where, "it has ended");
  }
  if (start_time == 0 || process_start_time(pid) != start_time) {
    return fail(ErrorKind::absent, "hold", where, "it has ended");
  }
  return handle;
}

bool ProcessHandle::ends_within(std::chrono::milliseconds patience) const {
  pollfd ended{m_pidfd.get(), POLLIN, 0};
  return ::poll(&ended, 1, static_cast<int>(patience.count())) > 0;
}

Result<void> ProcessHandle::kill(std::chrono::milliseconds patience) const {
  const std::string where = fmt::format("process {}", m_pid);
  const long sent = ::syscall(SYS_pidfd_send_signal, m_pidfd.get(), SIGKILL, nullptr, 0);
  if (sent != 0 && errno != ESRCH) return fail_errno("end", where, errno);
  if (ends_within(patience)) return {};
  return fail(ErrorKind::timeout, "end", where, "it is still there after SIGKILL");
}

}  // namespace gameday
