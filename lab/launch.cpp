// SPDX-License-Identifier: Apache-2.0
#include "lab/launch.hpp"

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>

#include <fmt/format.h>

#include "lab/namespaces.hpp"
#include "world/fd.hpp"

namespace gameday::lab {
namespace {

constexpr int k_cannot_execute = 127;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

Result<void> redirect(const Launch& launch) {
  const int in = open(launch.input.c_str(), O_RDONLY | O_CLOEXEC);
  const int log = open(launch.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (in < 0 || log < 0) return fail_errno("open the log", launch.log.string(), errno);
  if (dup2(in, STDIN_FILENO) < 0 || dup2(log, STDOUT_FILENO) < 0 || dup2(log, STDERR_FILENO) < 0) {
    return fail_errno("redirect", launch.log.string(), errno);
  }
  // Whatever library opened what: nothing but the three goes over.
  syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
  return {};
}

Result<void> become(const Launch& launch) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  setsid();
  if (auto done = redirect(launch); !done) return done;
  if (!launch.zone.empty()) {
    if (auto done = join_network(zone_file(launch.zone)); !done) return done;
  }
  if (launch.account) {
    if (auto done = drop_to(*launch.account); !done) return done;
  }
  std::vector<std::string> argv = launch.argv;
  std::vector<std::string> environment{fmt::format("PATH={}", k_path), "LC_ALL=C.UTF-8"};
  environment.push_back(fmt::format("HOME={}", launch.home.string()));
  environment.insert(environment.end(), launch.environment.begin(), launch.environment.end());
  execve(argv.front().c_str(), pointers(argv).data(), pointers(environment).data());
  return fail_errno("execute", argv.front(), errno);
}

}  // namespace

Result<void> drop_to(const Account& account) {
  if (getuid() == 0) {
    if (initgroups(account.name.c_str(), account.gid) != 0 || setgid(account.gid) != 0 ||
        setuid(account.uid) != 0) {
      return fail_errno("become", account.name, errno);
    }
    return {};
  }
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) {
    return fail_errno("give up the capabilities", account.name, errno);
  }
  return {};
}

Result<pid_t> launch(const Launch& launch) {
  const pid_t pid = fork();
  if (pid < 0) return fail_errno("start", launch.argv.front(), errno);
  if (pid > 0) return pid;
  const auto done = become(launch);
  const std::string text = done ? std::string{} : done.error().text() + "\n";
  // After redirect() this is the log.
  [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text.data(), text.size());
  _exit(k_cannot_execute);
}

Result<void> finish(pid_t pid, const Launch& launch, std::chrono::milliseconds deadline) {
  const UniqueFd handle{static_cast<int>(syscall(SYS_pidfd_open, pid, 0))};
  if (!handle.valid()) return fail_errno("watch", launch.argv.front(), errno);
  pollfd ended{handle.get(), POLLIN, 0};
  const bool in_time = poll(&ended, 1, static_cast<int>(deadline.count())) == 1;
  if (!in_time) kill(pid, SIGKILL);
  int status = 0;
  waitpid(pid, &status, 0);
  if (!in_time) {
    return fail(ErrorKind::timeout, "run", launch.argv.front(),
                fmt::format("it took longer than {} ms", deadline.count()));
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return fail(ErrorKind::failed, "run", launch.argv.front(), tail_of(launch.log));
}

Result<void> run(const Launch& what, std::chrono::milliseconds deadline) {
  const auto pid = launch(what);
  if (!pid) return tl::unexpected{pid.error()};
  return finish(*pid, what, deadline);
}

}  // namespace gameday::lab
