// SPDX-License-Identifier: Apache-2.0
#include "drills/run/keeper_spawn.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string>
#include <utility>

#include "drills/run/keeper.hpp"

namespace gameday {
namespace {

/// The attributes and file actions of posix_spawn, freed at the end.
class SpawnPlan {
 public:
  SpawnPlan() {
    posix_spawn_file_actions_init(&m_files);
    posix_spawnattr_init(&m_attributes);
  }
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&m_files);
    posix_spawnattr_destroy(&m_attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;

  /// Descriptors 0 to 2 away from the terminal, the socket on 3, nothing above.
  void set_files(const std::string& log, int socket) {
    posix_spawn_file_actions_addopen(&m_files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&m_files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&m_files, 2, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&m_files, socket, k_keeper_socket);
    posix_spawn_file_actions_addclosefrom_np(&m_files, k_keeper_socket + 1);
  }

  /// A session of its own: a signal to the terminal's group is none of its business.
  void set_signals() {
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(&m_attributes, &none);
    posix_spawnattr_setsigdefault(&m_attributes, &all);
    posix_spawnattr_setflags(&m_attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }

  int spawn(pid_t& pid, const std::string& binary, const std::string& folder) {
    std::string program = binary;
    std::string command = "keeper";
    std::string argument = folder;
    std::array<char*, 4> argv{program.data(), command.data(), argument.data(), nullptr};
    return posix_spawn(&pid, binary.c_str(), &m_files, &m_attributes, argv.data(), environ);
  }

 private:
  posix_spawn_file_actions_t m_files{};
  posix_spawnattr_t m_attributes{};
};

}  // namespace

Result<SpawnedKeeper> spawn_keeper(const std::filesystem::path& binary,
                                   const std::filesystem::path& run_folder) {
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair.data()) != 0) {
    return fail_errno("make a socket for the keeper", "", errno);
  }
  SpawnedKeeper keeper;
  keeper.socket.reset(pair[0]);
  const UniqueFd theirs{pair[1]};
  SpawnPlan plan;
  plan.set_files(run_folder / "keeper.log", theirs.get());
  plan.set_signals();
  if (const int error = plan.spawn(keeper.pid, binary, run_folder); error != 0) {
    return fail_errno("start the keeper", binary, error);
  }
  keeper.pidfd.reset(static_cast<int>(::syscall(SYS_pidfd_open, keeper.pid, 0)));
  if (!keeper.pidfd.valid()) return fail_errno("hold the keeper", binary, errno);
  return keeper;
}

}  // namespace gameday
