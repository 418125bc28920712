// SPDX-License-Identifier: Apache-2.0
#include "world/spawn.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <map>
#include <optional>

extern char** environ;

namespace gameday {
namespace {

constexpr std::string_view k_system_folders = "/usr/local/sbin:/usr/sbin:/sbin";
constexpr std::size_t k_shown_argv = 300;

std::string search_path() {
  const char* path = std::getenv("PATH");
  const std::string own = path != nullptr ? path : "/usr/local/bin:/usr/bin:/bin";
  return own + ":" + std::string{k_system_folders};
}

/// Both ends of a pipe. Neither is 0, 1 or 2, even where we were started without those: the child's
/// dup2 would otherwise overwrite an end that is still needed.
struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

std::optional<UniqueFd> above_stdio(int fd) {
  UniqueFd owner{fd};
  if (fd > 2) return owner;
  const int moved = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (moved < 0) return std::nullopt;
  return UniqueFd{moved};
}

std::optional<Pipe> make_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
  auto read = above_stdio(ends[0]);
  auto write = above_stdio(ends[1]);
  if (!read || !write) return std::nullopt;
  return Pipe{std::move(*read), std::move(*write)};
}

void make_non_blocking(const UniqueFd& fd) {
  fcntl(fd.get(), F_SETFL, fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

/// Our environment with the changes put in, as posix_spawn wants it.
class Environment {
 public:
  explicit Environment(const SpawnOptions& options) {
    std::map<std::string, std::string> variables;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
      const std::string_view text{*entry};
      const auto equals = text.find('=');
      if (equals == std::string_view::npos) continue;
      variables[std::string{text.substr(0, equals)}] = text.substr(equals + 1);
    }
    variables.erase("LANGUAGE");
    variables["LC_ALL"] = "C.UTF-8";
    variables["PATH"] = search_path();
    for (const auto& [name, value] : options.environment) variables[name] = value;
    for (const auto& [name, value] : variables) m_texts.push_back(name + "=" + value);
    for (std::string& text : m_texts) m_pointers.push_back(text.data());
    m_pointers.push_back(nullptr);
  }
  [[nodiscard]] char** data() { return m_pointers.data(); }

 private:
  std::vector<std::string> m_texts;
  std::vector<char*> m_pointers;
};

/// The file actions and attributes of one posix_spawn.
class SpawnPlan {
 public:
  SpawnPlan() {
    posix_spawn_file_actions_init(&m_actions);
    posix_spawnattr_init(&m_attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&m_actions);
    posix_spawnattr_destroy(&m_attributes);
  }

  /// An ignored SIGPIPE and a blocked mask would otherwise be inherited across exec.
  [[nodiscard]] int prepare(int in, int out, int err, const std::string& folder) {
    sigset_t all;
    sigset_t none;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&m_attributes, &all);
    posix_spawnattr_setsigmask(&m_attributes, &none);
    posix_spawnattr_setflags(&m_attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    int error = posix_spawn_file_actions_adddup2(&m_actions, in, 0);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&m_actions, out, 1);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&m_actions, err, 2);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&m_actions, 3);
    if (error == 0 && !folder.empty()) {
      error = posix_spawn_file_actions_addchdir_np(&m_actions, folder.c_str());
    }
    return error;
  }

  [[nodiscard]] int start(pid_t& pid, const std::string& program, char** argv, char** environment) {
    return posix_spawn(&pid, program.c_str(), &m_actions, &m_attributes, argv, environment);
  }

 private:
  posix_spawn_file_actions_t m_actions{};
  posix_spawnattr_t m_attributes{};
};

tl::unexpected<Error> fail_start(const std::vector<std::string>& argv, int errno_value) {
  return fail_errno("start " + join_argv(argv), "", errno_value);
}

}  // namespace

Result<std::string> resolve_program(std::string_view name) {
  if (name.find('/') != std::string_view::npos) return std::string{name};
  const std::string path = search_path();
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find(':', begin), path.size());
    const std::string file = path.substr(begin, end - begin) + "/" + std::string{name};
    if (end > begin && access(file.c_str(), X_OK) == 0) return file;
    begin = end + 1;
  }
  return fail(ErrorKind::failed, "find the program " + std::string{name}, "", "not in " + path,
              "install it, or give its full path");
}

Result<Child> spawn_process(const std::vector<std::string>& argv, const SpawnOptions& options) {
  if (argv.empty()) return fail(ErrorKind::internal, "start a program", "", "no argv was given");
  const auto program = resolve_program(argv.front());
  if (!program) return tl::unexpected(program.error());
  auto in = make_pipe();
  auto out = make_pipe();
  auto err = make_pipe();
  if (!in || !out || !err) return fail_start(argv, errno);

  SpawnPlan plan;
  int error = plan.prepare(in->read.get(), out->write.get(), err->write.get(), options.folder);
  if (error != 0) return fail_start(argv, error);
  std::vector<std::string> copies = argv;
  std::vector<char*> pointers;
  for (std::string& copy : copies) pointers.push_back(copy.data());
  pointers.push_back(nullptr);
  Environment environment{options};
  Child child;
  error = plan.start(child.pid, *program, pointers.data(), environment.data());
  if (error != 0) return fail_start(argv, error);

  // Nobody else reaps our child, so its pid cannot have passed to a stranger yet.
  child.pidfd.reset(static_cast<int>(syscall(SYS_pidfd_open, child.pid, 0)));
  if (!child.pidfd.valid()) {
    error = errno;
    kill(child.pid, SIGKILL);
    waitpid(child.pid, nullptr, 0);
    return fail_start(argv, error);
  }
  child.in = std::move(in->write);
  child.out = std::move(out->read);
  child.err = std::move(err->read);
  for (const UniqueFd* fd : {&child.in, &child.out, &child.err}) make_non_blocking(*fd);
  return child;
}

std::string join_argv(const std::vector<std::string>& argv) {
  std::string line;
  for (const std::string& arg : argv) line += (line.empty() ? "" : " ") + arg;
  if (line.size() > k_shown_argv) line = line.substr(0, k_shown_argv) + "...";
  return line;
}

}  // namespace gameday
