// SPDX-License-Identifier: Apache-2.0
#include "lab/lab.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <thread>

#include <fmt/format.h>

#include "lab/lifeline.hpp"
#include "lab/mirror.hpp"
#include "lab/servers.hpp"
#include "lab/servers/postgres.hpp"
#include "lab/servers/toxiproxy.hpp"
#include "lab/site.hpp"
#include "lab/state.hpp"

namespace gameday::lab {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto k_work_patience = 55s;   ///< somebody else raises or removes the same lab
constexpr auto k_raise_patience = 45s;  ///< a little more than the supervisor's own
constexpr auto k_end_patience = 5s;
constexpr auto k_pause = 5ms;

std::filesystem::path log_of(const std::filesystem::path& lab) { return lab / "supervisor.log"; }

std::vector<std::string> supervisor_argv(const Options& options) {
  std::vector<std::string> argv{"gameday",    "lab-supervisor", "--name",
                                options.name, "--asked",        std::to_string(options.asked_ns)};
  if (!options.synchronous) argv.emplace_back("--async");
  if (options.witness) argv.emplace_back("--witness");
  for (const std::string& server : options.with) {
    argv.emplace_back("--with");
    argv.push_back(server);
  }
  return argv;
}

// Small, so that nothing of the caller's surroundings leaks into the lab.
std::vector<std::string> supervisor_environment() {
  std::vector<std::string> variables{"LC_ALL=C.UTF-8"};
  if (const char* given = std::getenv(k_toxiproxy_variable); given != nullptr) {
    variables.push_back(fmt::format("{}={}", k_toxiproxy_variable, given));
  }
  return variables;
}

/// Starts what becomes the supervisor's parent, and waits for it: it leaves at once.
Result<void> start_supervisor(const Options& options) {
  std::vector<std::string> argv = supervisor_argv(options);
  std::vector<char*> pointers;
  for (std::string& word : argv) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const std::string log = log_of(folder(options.name));
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  posix_spawn_file_actions_adddup2(&files, 1, 2);
  posix_spawn_file_actions_addclosefrom_np(&files, 3);
  std::vector<std::string> variables = supervisor_environment();
  std::vector<char*> environment;
  for (std::string& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);
  pid_t pid = 0;
  const int problem =
      posix_spawn(&pid, "/proc/self/exe", &files, nullptr, pointers.data(), environment.data());
  posix_spawn_file_actions_destroy(&files);
  if (problem != 0) return fail_errno("start the supervisor", options.name, problem);
  int status = 0;
  waitpid(pid, &status, 0);
  if (status == 0) return {};
  return fail(ErrorKind::failed, "start the supervisor", options.name, tail_of(log));
}

Result<void> await_ready(const std::filesystem::path& lab) {
  const auto until = Steady::now() + k_raise_patience;
  while (Steady::now() < until) {
    const bool alive = is_locked(life_lock(lab));
    const auto state = load_state(lab);
    if (state && state->phase == Phase::ready) return {};
    const bool failed = state && state->phase == Phase::failed;
    if (failed || !alive) {
      return fail(ErrorKind::failed, "raise the lab", lab.string(),
                  failed ? state->error : tail_of(log_of(lab)), "gameday doctor");
    }
    std::this_thread::sleep_for(k_pause);
  }
  return fail(ErrorKind::timeout, "raise the lab", lab.string(), "its supervisor says nothing",
              "gameday lab down, then try again");
}

/// Removes the folder of a lab that is dead, once its last process is gone. Under the work lock.
Result<void> remove_remains(const std::filesystem::path& lab) {
  if (!std::filesystem::exists(lab)) return {};
  if (const auto state = load_state(lab); state) {
    const auto ended = await_end(state->pid, state->identity, k_end_patience);
    if (!ended) return ended;
  }
  for (const Node& node : {k_node_a, k_node_b}) {
    keep_spare(lab.parent_path(), data_folder(lab, node));
  }
  std::error_code problem;
  std::filesystem::remove_all(lab, problem);
  if (!problem) return {};
  return fail(ErrorKind::failed, "remove the folder of a dead lab", lab.string(),
              problem.message());
}

/// The same, and the work lock, which the caller holds, with it.
Result<void> clear_away(const std::filesystem::path& lab) {
  auto removed = remove_remains(lab);
  std::error_code problem;
  if (removed) std::filesystem::remove(work_lock(lab), problem);
  return removed;
}

Result<void> raise(const Site& site) {
  if (const Preflight found = preflight(); !found.possible) {
    return fail(ErrorKind::refused, "raise a lab", "this machine",
                fmt::format("{}", fmt::join(found.reasons, "; ")));
  }
  if (auto removed = remove_remains(site.folder); !removed) return removed;
  if (mkdir(site.folder.c_str(), 0711) != 0) {
    return fail_errno("make the lab's folder", site.folder.string(), errno);
  }
  if (auto started = start_supervisor(site.options); !started) return started;
  return await_ready(site.folder);
}

/// A lab that runs is not changed, so what was asked for must be in it. Errors: refused.
Result<void> check_has(const std::filesystem::path& lab, const Options& options) {
  const auto state = load_state(lab);
  if (!state) return tl::unexpected{state.error()};
  for (const std::string& name : options.with) {
    if (std::find(state->with.begin(), state->with.end(), name) != state->with.end()) continue;
    return fail(ErrorKind::refused, "raise the lab with " + name, lab.string(),
                "it is up without it", fmt::format("gameday lab down --name {}", options.name));
  }
  return {};
}

Status describe(std::string_view name, const std::filesystem::path& lab) {
  Status status;
  status.name = name;
  status.folder = lab;
  const auto state = load_state(lab);
  if (!state || !is_locked(life_lock(lab))) return status;
  status.running = true;
  status.rootless = state->rootless;
  status.supervisor_pid = state->pid;
  status.identity = state->identity;
  status.servers = state->servers;
  status.first_order_s = state->first_order_s;
  status.pss_mb = memory_of(state->pid);
  return status;
}

}  // namespace

Result<Status> up(const Options& wanted) {
  Options options = wanted;
  if (options.asked_ns == 0) {
    options.asked_ns = std::chrono::nanoseconds{Steady::now().time_since_epoch()}.count();
  }
  if (auto known = check_optional(options.with); !known) return tl::unexpected{known.error()};
  const auto site = make_site(options);
  if (!site) return tl::unexpected{site.error()};
  if (auto made = make_base_folder(site->base); !made) return tl::unexpected{made.error()};
  const auto work = take_lock(work_lock(site->folder), Lock::exclusive, k_work_patience);
  if (!work) return tl::unexpected{work.error()};
  const auto raised = is_locked(life_lock(site->folder)) ? await_ready(site->folder) : raise(*site);
  if (!raised) return tl::unexpected{raised.error()};
  if (auto has = check_has(site->folder, options); !has) return tl::unexpected{has.error()};
  return describe(options.name, site->folder);
}

Result<void> down(std::string_view name) {
  if (auto named = check_name(name); !named) return named;
  const auto lab = folder(name);
  if (!std::filesystem::exists(lab)) return {};
  const auto work = take_lock(work_lock(lab), Lock::exclusive, k_work_patience);
  if (!work) return tl::unexpected{work.error()};
  const auto until = Steady::now() + k_end_patience;
  while (is_locked(life_lock(lab))) {
    if (const auto state = load_state(lab); state) {
      if (auto ended = end_process(state->pid, k_end_patience); !ended) return ended;
    }
    if (Steady::now() >= until) {
      return fail(ErrorKind::timeout, "take the lab down", lab.string(),
                  "its supervisor has not said which process it is", "try again");
    }
    std::this_thread::sleep_for(k_pause);
  }
  return clear_away(lab);
}

Result<Status> status(std::string_view name) {
  if (auto named = check_name(name); !named) return tl::unexpected{named.error()};
  const auto lab = folder(name);
  const Status found = describe(name, lab);
  if (found.running || !std::filesystem::exists(lab)) return found;
  // Whoever is raising or removing it right now is left alone.
  const auto work = take_lock(work_lock(lab), Lock::exclusive, Duration::zero());
  if (work && !is_locked(life_lock(lab))) {
    if (auto cleared = clear_away(lab); !cleared) return tl::unexpected{cleared.error()};
  }
  return found;
}

std::vector<Status> all() {
  std::vector<Status> found;
  std::error_code problem;
  for (const auto& entry : std::filesystem::directory_iterator{base_folder(), problem}) {
    const std::string name = entry.path().filename();
    if (!entry.is_directory() || !check_name(name)) continue;
    if (auto one = status(name); one) found.push_back(std::move(*one));
  }
  return found;
}

}  // namespace gameday::lab
