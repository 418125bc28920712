// SPDX-License-Identifier: Apache-2.0
// The way into a lab from outside. Whatever is done in there on a host's behalf comes through here.
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>

#include <fmt/format.h>

#include "lab/lab.hpp"
#include "lab/launch.hpp"
#include "lab/lifeline.hpp"
#include "lab/namespaces.hpp"
#include "lab/servers/postgres.hpp"
#include "lab/site.hpp"
#include "lab/state.hpp"
#include "lab/topology.hpp"
#include "world/fd.hpp"

namespace gameday::lab {
namespace {

constexpr int k_cannot_enter = 125;
constexpr int k_cannot_execute = 126;
constexpr int k_not_found = 127;
constexpr int k_killed = 128;  ///< and the signal's number on top

volatile std::sig_atomic_t g_child = 0;

void forward(int number) {
  if (g_child > 0) kill(g_child, number);
}

/// The supervisor of a lab that lives, held so that its pid cannot become another's.
struct Supervised {
  State state;
  UniqueFd process;
};

Result<Supervised> find_supervisor(std::string_view name) {
  if (auto named = check_name(name); !named) return tl::unexpected{named.error()};
  const auto lab = folder(name);
  auto state = load_state(lab);
  if (!state || !is_locked(life_lock(lab))) {
    return fail(ErrorKind::absent, "enter the lab", std::string{name}, "it is not up",
                fmt::format("gameday lab up --name {}", name));
  }
  UniqueFd process{static_cast<int>(syscall(SYS_pidfd_open, state->pid, 0))};
  if (!process.valid() || identity_of(state->pid) != state->identity) {
    return fail(ErrorKind::absent, "enter the lab", std::string{name}, "it has just gone");
  }
  return Supervised{std::move(*state), std::move(process)};
}

bool is_in_user_namespace_of(std::int64_t pid) {
  struct stat own{};
  struct stat theirs{};
  const std::string file = fmt::format("/proc/{}/ns/user", pid);
  return stat("/proc/self/ns/user", &own) == 0 && stat(file.c_str(), &theirs) == 0 &&
         own.st_ino == theirs.st_ino;
}

/// Joins namespaces of the supervisor; the user namespace first, where it is another one, and then
/// with every capability in it, also after exec.
Result<void> join(const Supervised& lab, int kinds) {
  const bool other_user = !is_in_user_namespace_of(lab.state.pid);
  const int all = kinds | (other_user ? CLONE_NEWUSER : 0);
  if (all == 0) return {};
  if (setns(lab.process.get(), all) != 0) {
    return fail_errno("join the lab's namespaces", fmt::format("pid {}", lab.state.pid), errno);
  }
  return other_user ? keep_capabilities() : Result<void>{};
}

void set_environment(const std::filesystem::path& lab, const LabHost& host) {
  setenv("PATH", std::string{k_path}.c_str(), 1);
  setenv("LC_ALL", "C.UTF-8", 1);
  if (const Node* node = node_on(host.name); node != nullptr) {
    setenv("PGDATA", data_folder(lab, *node).c_str(), 1);
    setenv("PGHOST", socket_folder(lab, *node).c_str(), 1);
    setenv("PGUSER", "postgres", 1);
  }
}

/// In the child: only its parent's life keeps it alive.
[[noreturn]] void execute(const Site& site, const LabHost& host, std::vector<std::string>& argv,
                          int parent_alive) {
  if (node_on(host.name) != nullptr && !site.rootless) {
    if (auto dropped = drop_to(site.account); !dropped) {
      fmt::print(stderr, "gameday: {}\n", dropped.error().text());
      _exit(k_cannot_enter);
    }
  }
  // After the drop, which would clear it; and then the parent may be gone already.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  pollfd parent{parent_alive, POLLIN, 0};
  if (poll(&parent, 1, 0) != 0) _exit(k_cannot_enter);
  std::vector<char*> pointers;
  for (std::string& word : argv) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  execvp(pointers.front(), pointers.data());
  const int problem = errno;
  fmt::print(stderr, "gameday: {}\n", fail_errno("execute", argv.front(), problem).value().text());
  _exit(problem == ENOENT ? k_not_found : k_cannot_execute);
}

int await_child(pid_t pid) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFSIGNALED(status) ? k_killed + WTERMSIG(status) : WEXITSTATUS(status);
}

/// PID namespaces are entered by children only.
Result<int> run_child(const Site& site, const LabHost& host, std::vector<std::string>& argv) {
  std::array<int, 2> life{};
  if (pipe2(life.data(), O_CLOEXEC) != 0) return fail_errno("make a pipe", "", errno);
  const UniqueFd in{life[0]};
  UniqueFd out{life[1]};
  const pid_t pid = fork();
  if (pid < 0) return fail_errno("start", argv.front(), errno);
  if (pid == 0) {
    out = UniqueFd{};
    execute(site, host, argv, in.get());
  }
  g_child = pid;
  for (const int number : {SIGTERM, SIGINT, SIGHUP}) std::signal(number, forward);
  return await_child(pid);
}

Result<int> enter(const std::string& name, const std::string& host_name,
                  std::vector<std::string>& argv) {
  const LabHost* host = find_lab_host(host_name);
  if (host == nullptr || argv.empty()) {
    return fail(ErrorKind::bad_input, "enter a host of the lab", host_name,
                argv.empty() ? "there is nothing to execute" : "there is no such host");
  }
  const auto site = make_site(Options{.name = name});
  if (!site) return tl::unexpected{site.error()};
  const auto lab = find_supervisor(name);
  if (!lab) return tl::unexpected{lab.error()};
  auto done = join(*lab, CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWPID);
  if (done) done = join_network(zone_file(host->zone));
  if (!done) return tl::unexpected{done.error()};
  set_environment(site->folder, *host);
  return run_child(*site, *host, argv);
}

}  // namespace

Result<void> join_user_namespace(std::string_view name) {
  const auto lab = find_supervisor(name);
  if (!lab) return tl::unexpected{lab.error()};
  return lab->state.rootless ? join(*lab, 0) : Result<void>{};
}

Result<void> enter_network(std::string_view name, std::string_view zone) {
  const auto lab = find_supervisor(name);
  if (!lab) return tl::unexpected{lab.error()};
  return join_network(zone_file(lab->state.pid, zone));
}

int enter_main(const std::string& name, const std::string& host, std::vector<std::string> argv) {
  const auto status = enter(name, host, argv);
  if (status) return *status;
  fmt::print(stderr, "gameday: {}\n", status.error().text());
  return k_cannot_enter;
}

}  // namespace gameday::lab
