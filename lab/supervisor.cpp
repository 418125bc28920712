// SPDX-License-Identifier: Apache-2.0
#include "lab/supervisor.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <ctime>

#include <fmt/format.h>

#include "lab/first_order.hpp"
#include "lab/lifeline.hpp"
#include "lab/namespaces.hpp"
#include "lab/network.hpp"
#include "lab/servers.hpp"

namespace gameday::lab {
namespace {

constexpr std::chrono::seconds k_raise_deadline{40};  ///< RabbitMQ takes half of it on a bad day
constexpr std::chrono::milliseconds k_lock_patience{200};  ///< others only look at it
constexpr std::chrono::milliseconds k_look{5};             ///< while the lab is being raised
constexpr std::chrono::milliseconds k_watch{1000};         ///< afterwards

using Steady = std::chrono::steady_clock;

// The outer /proc, as long as it is still mounted, gives the pid by which the outside knows us.
std::int64_t outer_pid() {
  std::error_code problem;
  const std::string self = std::filesystem::read_symlink("/proc/self", problem);
  std::int64_t pid = 0;
  std::from_chars(self.data(), self.data() + self.size(), pid);
  return pid;
}

sigset_t awaited_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGCHLD, SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, number);
  return signals;
}

/// Sleeps until a child ends or the time is up. False = asked to end.
bool rest(std::chrono::milliseconds time) {
  const sigset_t signals = awaited_signals();
  const timespec limit{time.count() / 1000, (time.count() % 1000) * 1'000'000};
  const int number = sigtimedwait(&signals, nullptr, &limit);
  return number < 0 || number == SIGCHLD;
}

double seconds_since(std::int64_t asked_ns) {
  const auto now = Steady::now().time_since_epoch();
  return std::chrono::duration<double>(now - std::chrono::nanoseconds{asked_ns}).count();
}

std::int64_t now_ns() { return std::chrono::nanoseconds{Steady::now().time_since_epoch()}.count(); }

/// What runs in PID 1 of the lab.
int run_lab(Site site, UniqueFd life) {
  const sigset_t signals = awaited_signals();
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  Supervisor supervisor{std::move(site), std::move(life)};
  if (auto raised = supervisor.raise(); !raised) {
    supervisor.tell_failure(raised.error().text());
    return EXIT_FAILURE;
  }
  supervisor.watch();
  return EXIT_SUCCESS;
}

/// Leaves for the new namespaces and starts PID 1 there; gives its exit status to nobody.
Result<void> start_lab(Options options) {
  if (options.asked_ns == 0) options.asked_ns = now_ns();
  auto site = make_site(options);
  if (!site) return tl::unexpected{site.error()};
  auto life = take_lock(life_lock(site->folder), Lock::exclusive, k_lock_patience);
  if (!life) return tl::unexpected{life.error()};
  setsid();
  if (auto left = leave_namespaces(site->rootless); !left) return left;
  const pid_t pid = fork();
  if (pid < 0) return fail_errno("start the supervisor", options.name, errno);
  if (pid == 0) _exit(run_lab(std::move(*site), std::move(*life)));
  return {};
}

}  // namespace

Supervisor::Supervisor(Site site, UniqueFd life)
    : m_site{std::move(site)}, m_life{std::move(life)} {
  m_state.pid = outer_pid();
  m_state.identity = identity_of(m_state.pid);
  m_state.rootless = m_site.rootless;
  m_state.synchronous = m_site.options.synchronous;
  m_state.witness = m_site.options.witness;
  m_state.with = m_site.options.with;
}

Result<void> Supervisor::raise() {
  tell();
  log("namespaces");
  if (auto done = keep_capabilities(); !done) return done;
  if (auto done = mount_own_folders(); !done) return done;
  if (auto done = build_network(m_site); !done) return done;
  log("network");
  if (auto done = start_servers(); !done) return done;
  log("servers started");
  if (auto done = await("the servers", [this] { return all_ready(); }); !done) return done;
  log("servers ready");
  if (auto done = await("an order to be acknowledged", place_first_order); !done) return done;
  log("first order acknowledged");
  m_state.first_order_s = seconds_since(m_site.options.asked_ns);
  if (auto done = await("the copies to follow", [this] { return settled(); }); !done) return done;
  log("settled");
  m_state.phase = Phase::ready;
  tell();
  return {};
}

void Supervisor::tell_failure(const std::string& why) {
  m_state.phase = Phase::failed;
  m_state.error = why;
  tell();
}

void Supervisor::watch() {
  do {
    reap();
    all_ready();
    tell();
  } while (rest(k_watch));
}

Result<void> Supervisor::start_servers() {
  if (auto made = make_server_folder(m_site, pid_file(m_site.folder, "any").parent_path()); !made) {
    return made;
  }
  for (const Server* server : servers(m_site.options.with)) {
    auto processes = server->prepare(m_site);
    if (!processes) return tl::unexpected{processes.error()};
    for (Process& process : *processes) {
      const auto pid = launch(process.launch);
      if (!pid) return tl::unexpected{pid.error()};
      if (auto noted = note_pid(process, *pid); !noted) return noted;
      m_running.push_back({server, std::move(process), *pid, "starting"});
    }
  }
  return {};
}

Result<void> Supervisor::note_pid(const Process& process, pid_t pid) const {
  return write_server_file(m_site, pid_file(m_site.folder, process.name), fmt::format("{}\n", pid));
}

template <class Condition>
Result<void> Supervisor::await(const std::string& what, Condition done) {
  const auto until = Steady::now() + k_raise_deadline;
  while (!done()) {
    reap();
    if (const Running* ended = find_ended(); ended != nullptr) {
      return fail(ErrorKind::failed, "start", ended->process.name,
                  tail_of(ended->process.launch.log), "read its log in the lab's folder");
    }
    if (Steady::now() >= until || !rest(k_look)) {
      tell();
      return fail(ErrorKind::timeout, "raise the lab", m_site.options.name,
                  fmt::format("gave up waiting for {}: {}", what, fmt::join(m_state.servers, ", ")),
                  "read the logs in the lab's folder");
    }
  }
  return {};
}

const Supervisor::Running* Supervisor::find_ended() const {
  const auto found = std::find_if(m_running.begin(), m_running.end(),
                                  [](const Running& running) { return running.ended; });
  return found == m_running.end() ? nullptr : &*found;
}

bool Supervisor::all_ready() {
  bool all = true;
  for (Running& running : m_running) {
    running.state = running.server->state(m_site, running.process);
    all = all && running.state.starts_with(k_ready);
  }
  return all;
}

bool Supervisor::settled() const {
  const auto chosen = servers(m_site.options.with);
  return std::all_of(chosen.begin(), chosen.end(), [this](const Server* server) {
    return server->settled == nullptr || server->settled(m_site);
  });
}

void Supervisor::log(std::string_view stage) const {
  fmt::print(stderr, "{:.3f} s: {}\n", seconds_since(m_site.options.asked_ns), stage);
}

void Supervisor::reap() {
  for (;;) {
    const pid_t pid = waitpid(-1, nullptr, WNOHANG);
    if (pid <= 0) return;
    for (Running& running : m_running) {
      if (running.pid != pid) continue;
      running.ended = true;
      std::error_code none;
      std::filesystem::remove(pid_file(m_site.folder, running.process.name), none);
    }
  }
}

void Supervisor::tell() {
  m_state.servers.clear();
  for (const Running& running : m_running) {
    m_state.servers.push_back(fmt::format("{}: {}", running.process.name, running.state));
  }
  const std::string text = write_state(m_state);
  if (text == m_told) return;
  if (auto stored = store_state(m_site.folder, m_state); stored) m_told = text;
}

int supervisor_main(const Options& options) {
  if (auto started = start_lab(options); !started) {
    fmt::print(stderr, "gameday: {}\n", started.error().text());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}

}  // namespace gameday::lab
