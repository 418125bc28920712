// SPDX-License-Identifier: Apache-2.0
#include "world/held_process.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>

#include "world/pipe_io.hpp"

namespace gameday {
namespace {

/// A server that the child put into the background may hold its outputs open for ever.
constexpr std::chrono::milliseconds k_outputs_grace{100};
/// A process in an uninterruptible sleep, or of another user, does not die at once, or at all.
constexpr std::chrono::milliseconds k_kill_grace{1000};
constexpr std::size_t k_shown_err = 2000;

std::string tail(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  return text.size() <= k_shown_err ? text : "..." + text.substr(text.size() - k_shown_err);
}

}  // namespace

Result<HeldProcess> HeldProcess::start(std::vector<std::string> argv, const SpawnOptions& options,
                                       std::size_t cap) {
  auto child = spawn_process(argv, options);
  if (!child) return tl::unexpected(child.error());
  return HeldProcess{std::move(argv), std::move(*child), cap};
}

HeldProcess::HeldProcess(std::vector<std::string> argv, Child child, std::size_t cap)
    : m_argv(std::move(argv)), m_child(std::move(child)), m_cap(cap) {}

HeldProcess::~HeldProcess() { stop(); }

void HeldProcess::close_input() {
  m_close_input = true;
  if (m_pending.empty()) m_child.in.reset();
}

Result<void> HeldProcess::wait_until(const std::function<bool()>& done, const Deadline& deadline) {
  while (!done()) {
    if (ended()) {
      return fail(
          ErrorKind::failed, "go on with " + join_argv(m_argv), "",
          fmt::format("it ended with status {}: {}", m_end ? m_end->status : -1, tail(m_err)));
    }
    if (deadline.passed()) {
      return fail(ErrorKind::timeout, "wait for " + join_argv(m_argv), "",
                  "its deadline passed" + (m_err.empty() ? "" : ": " + tail(m_err)));
    }
    turn(deadline.poll_ms());
  }
  return {};
}

Result<std::string> HeldProcess::read_line(std::chrono::milliseconds deadline) {
  const auto has_line = [this] { return m_out.find('\n') != std::string::npos; };
  if (auto waited = wait_until(has_line, Deadline{deadline}); !waited) {
    return tl::unexpected(waited.error());
  }
  const std::size_t end = m_out.find('\n');
  std::string line = m_out.substr(0, end);
  m_out.erase(0, end + 1);
  return line;
}

void HeldProcess::drain() { turn(0); }

bool HeldProcess::ended() const {
  if (!m_end) return false;
  const bool outputs_open = m_child.out.valid() || m_child.err.valid();
  return !outputs_open || m_outputs_until->passed();
}

/// One poll() and what it found. A descriptor of -1 is left out by poll() itself.
void HeldProcess::turn(int poll_ms) {
  const bool writing = m_child.in.valid() && !m_pending.empty();
  std::array<pollfd, 4> fds{{{writing ? m_child.in.get() : -1, POLLOUT, 0},
                             {m_child.out.get(), POLLIN, 0},
                             {m_child.err.get(), POLLIN, 0},
                             {m_end ? -1 : m_child.pidfd.get(), POLLIN, 0}}};
  if (m_outputs_until) poll_ms = std::min(poll_ms, m_outputs_until->poll_ms());
  if (poll(fds.data(), fds.size(), poll_ms) <= 0) return;

  if (fds[0].revents != 0 && write_some(m_child.in.get(), m_pending) == PipeState::ended) {
    m_pending.clear();
    m_child.in.reset();
  }
  if (m_close_input && m_pending.empty()) m_child.in.reset();
  if (fds[1].revents != 0 &&
      read_some(m_child.out.get(), m_out, m_cap, Keep::front) == PipeState::ended) {
    m_child.out.reset();
  }
  if (fds[2].revents != 0 &&
      read_some(m_child.err.get(), m_err, m_cap, Keep::tail) == PipeState::ended) {
    m_child.err.reset();
  }
  if (fds[3].revents != 0) reap();
}

void HeldProcess::reap() {
  siginfo_t info{};
  int result = 0;
  do {
    result = waitid(P_PIDFD, static_cast<id_t>(m_child.pidfd.get()), &info, WEXITED);
  } while (result != 0 && errno == EINTR);
  m_outputs_until = Deadline{k_outputs_grace};
  if (result != 0) {
    m_end = ProcessEnd{-1, 0};  // reaped by somebody else: its status is not known, so not good
  } else if (info.si_code == CLD_EXITED) {
    m_end = ProcessEnd{info.si_status, 0};
  } else {
    m_end = ProcessEnd{128 + info.si_status, info.si_status};
  }
}

bool HeldProcess::wait_for_end(const Deadline& deadline) {
  pollfd fd{m_child.pidfd.get(), POLLIN, 0};
  while (poll(&fd, 1, deadline.poll_ms()) <= 0) {
    if (deadline.passed()) return false;
  }
  return true;
}

void HeldProcess::stop(std::chrono::milliseconds grace) {
  if (!held()) return;
  if (!m_end) {
    // The leader is not reaped yet, so its number still names this group and no other.
    kill(-m_child.pid, SIGTERM);
    wait_for_end(Deadline{grace});
    kill(-m_child.pid, SIGKILL);
    if (wait_for_end(Deadline{k_kill_grace})) reap();
  }
  m_child = Child{};
}

}  // namespace gameday
