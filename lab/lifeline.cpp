// SPDX-License-Identifier: Apache-2.0
#include "lab/lifeline.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include <fmt/format.h>

namespace gameday::lab {
namespace {

constexpr std::chrono::milliseconds k_lock_pause{5};

using Steady = std::chrono::steady_clock;

int milliseconds(Duration value) {
  return static_cast<int>(std::chrono::duration_cast<std::chrono::milliseconds>(value).count());
}

UniqueFd open_process(std::int64_t pid) {
  return UniqueFd{static_cast<int>(syscall(SYS_pidfd_open, pid, 0))};
}

// A pidfd becomes readable only after the kernel has ended every process of the namespace.
bool wait_for_end(const UniqueFd& process, Duration patience) {
  pollfd ended{process.get(), POLLIN, 0};
  return poll(&ended, 1, milliseconds(patience)) == 1;
}

bool lies_at(const UniqueFd& fd, const std::filesystem::path& file) {
  struct stat held{};
  struct stat found{};
  return fstat(fd.get(), &held) == 0 && stat(file.c_str(), &found) == 0 &&
         held.st_dev == found.st_dev && held.st_ino == found.st_ino;
}

ino_t namespace_inode(std::string_view process, std::string_view kind) {
  struct stat found{};
  const std::string file = fmt::format("/proc/{}/ns/{}", process, kind);
  return stat(file.c_str(), &found) == 0 ? found.st_ino : 0;
}

// The fields behind the command's name, which may itself hold blanks (proc(5)).
std::vector<std::string> stat_fields(std::int64_t pid) {
  std::ifstream stream{fmt::format("/proc/{}/stat", pid)};
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  const std::size_t end_of_name = text.rfind(')');
  if (end_of_name == std::string::npos) return {};
  std::istringstream rest{text.substr(end_of_name + 1)};
  return {std::istream_iterator<std::string>{rest}, {}};
}

// Empty where the process is gone or only waits to be reaped.
std::string start_time_of(std::int64_t pid) {
  constexpr std::size_t k_state = 0;
  constexpr std::size_t k_start_time = 19;
  const auto fields = stat_fields(pid);
  if (fields.size() <= k_start_time || fields[k_state] == "Z" || fields[k_state] == "X") return {};
  return fields[k_start_time];
}

double pss_kb(const std::filesystem::path& process) {
  std::ifstream stream{process / "smaps_rollup"};
  std::string line;
  while (std::getline(stream, line)) {
    if (line.starts_with("Pss:")) return std::strtod(line.c_str() + 4, nullptr);
  }
  return 0;
}

}  // namespace

std::filesystem::path life_lock(const std::filesystem::path& folder) { return folder / "lock"; }

std::filesystem::path work_lock(const std::filesystem::path& folder) {
  return folder.parent_path() / fmt::format(".{}.lock", folder.filename().string());
}

Result<UniqueFd> take_lock(const std::filesystem::path& file, Lock kind, Duration patience) {
  const auto until = Steady::now() + patience;
  for (;;) {
    UniqueFd fd{open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
    if (!fd.valid()) return fail_errno("open the lock", file.string(), errno);
    const int problem =
        flock(fd.get(), (kind == Lock::shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 ? 0 : errno;
    // Its last holder may have removed it between the two steps: then it locks nothing.
    if (problem == 0 && lies_at(fd, file)) return fd;
    if (problem != 0 && problem != EWOULDBLOCK) {
      return fail_errno("take the lock", file.string(), problem);
    }
    if (Steady::now() >= until) {
      return fail(ErrorKind::timeout, "take the lock", file.string(),
                  "another gameday is at work there", "try again when it is done");
    }
    if (problem != 0) std::this_thread::sleep_for(k_lock_pause);
  }
}

bool is_locked(const std::filesystem::path& file) {
  const UniqueFd fd{open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  return fd.valid() && flock(fd.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

std::string identity_of(std::int64_t pid) {
  const std::string start = start_time_of(pid);
  if (start.empty()) return {};
  const std::string process = std::to_string(pid);
  return fmt::format("{}-{}-{}", start, namespace_inode(process, "user"),
                     namespace_inode(process, "pid"));
}

Result<void> end_process(std::int64_t pid, Duration patience) {
  const UniqueFd process = open_process(pid);
  if (!process.valid()) return {};
  if (syscall(SYS_pidfd_send_signal, process.get(), SIGKILL, nullptr, 0) != 0 && errno != ESRCH) {
    return fail_errno("kill the supervisor", fmt::format("pid {}", pid), errno);
  }
  if (wait_for_end(process, patience)) return {};
  return fail(ErrorKind::timeout, "end the lab's processes", fmt::format("pid {}", pid),
              "the kernel has not ended them all", "look for one in state D");
}

Result<void> await_end(std::int64_t pid, const std::string& identity, Duration patience) {
  const UniqueFd process = open_process(pid);
  // A process that is dying has left its namespaces already, so only the start time tells.
  if (!process.valid() || !identity.starts_with(start_time_of(pid) + "-")) return {};
  if (wait_for_end(process, patience)) return {};
  return fail(ErrorKind::timeout, "see the lab's processes end", fmt::format("pid {}", pid),
              "some are still there", "look for one in state D");
}

double memory_of(std::int64_t supervisor_pid) {
  const ino_t inside = namespace_inode(std::to_string(supervisor_pid), "pid");
  if (inside == 0) return 0;
  double kb = 0;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc", problem}) {
    const std::string name = entry.path().filename();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (namespace_inode(name, "pid") == inside) kb += pss_kb(entry.path());
  }
  return kb / 1024;
}

}  // namespace gameday::lab
