// SPDX-License-Identifier: Apache-2.0
#include "world/signal.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <sstream>

#include "world/fd.hpp"

namespace gameday {
namespace {

constexpr int k_fields_before_start_time = 19;  // between the program's name and field 22

tl::unexpected<Error> gone(std::int64_t pid) {
  return fail(ErrorKind::absent, "find the process", std::to_string(pid), "it has ended");
}

}  // namespace

Result<std::uint64_t> start_time_of(std::int64_t pid) {
  std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"};
  std::string line;
  // The name, in parentheses, may hold spaces and parentheses itself.
  if (!std::getline(file, line)) return gone(pid);
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return gone(pid);
  std::istringstream fields{line.substr(name_end + 1)};
  std::string skipped;
  for (int i = 0; i < k_fields_before_start_time; ++i) fields >> skipped;
  std::uint64_t start_time = 0;
  if (!(fields >> start_time)) return gone(pid);
  return start_time;
}

Result<Outcome> send_signal(const Signal& signal) {
  const std::string where = "process " + std::to_string(signal.pid);
  if (signal.pid <= 0) return fail(ErrorKind::bad_input, "send a signal", where, "no process");
  const UniqueFd pidfd{
      static_cast<int>(syscall(SYS_pidfd_open, static_cast<pid_t>(signal.pid), 0U))};
  if (!pidfd.valid() && errno == ESRCH) return gone(signal.pid);
  if (!pidfd.valid()) return fail_errno("send a signal", where, errno);
  // Read after the pidfd was opened: if it fits, the pidfd is of that process and stays so.
  const auto start_time = start_time_of(signal.pid);
  if (!start_time || *start_time != signal.start_time) return gone(signal.pid);
  if (syscall(SYS_pidfd_send_signal, pidfd.get(), signal.number, nullptr, 0U) == 0) {
    return Outcome{true, 0, "", "", {}};
  }
  if (errno == ESRCH) return gone(signal.pid);
  return fail_errno("send a signal", where, errno);
}

}  // namespace gameday
