// SPDX-License-Identifier: Apache-2.0
#include "world/pipe_io.hpp"

#include <pthread.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <ctime>

namespace gameday {
namespace {

/// At most this much is read at a time, so that a child that never stops talking cannot keep us
/// here.
constexpr std::size_t k_chunk = 64U << 10U;
constexpr int k_chunks_at_a_time = 64;

/// Blocks SIGPIPE in this thread and swallows one that came meanwhile.
class WithoutSigpipe {
 public:
  WithoutSigpipe() {
    sigemptyset(&m_pipe);
    sigaddset(&m_pipe, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &m_pipe, &m_before);
  }
  WithoutSigpipe(const WithoutSigpipe&) = delete;
  WithoutSigpipe& operator=(const WithoutSigpipe&) = delete;
  ~WithoutSigpipe() {
    const int kept = errno;
    if (sigismember(&m_before, SIGPIPE) == 0) {
      const timespec at_once{};
      while (sigtimedwait(&m_pipe, nullptr, &at_once) < 0 && errno == EINTR) {
      }
    }
    pthread_sigmask(SIG_SETMASK, &m_before, nullptr);
    errno = kept;
  }

 private:
  sigset_t m_pipe{};
  sigset_t m_before{};
};

void cut(std::string& text, std::size_t cap, Keep keep) {
  if (text.size() <= cap) return;
  if (keep == Keep::front) {
    text.resize(cap);
  } else {
    text.erase(0, text.size() - cap);
  }
}

bool try_again(int errno_value) {
  return errno_value == EAGAIN || errno_value == EWOULDBLOCK || errno_value == EINTR;
}

}  // namespace

PipeState write_some(int fd, std::string& pending) {
  const WithoutSigpipe guard;
  while (!pending.empty()) {
    const ssize_t written = write(fd, pending.data(), pending.size());
    if (written < 0) return try_again(errno) ? PipeState::open : PipeState::ended;
    pending.erase(0, static_cast<std::size_t>(written));
  }
  return PipeState::open;
}

PipeState read_some(int fd, std::string& text, std::size_t cap, Keep keep) {
  std::array<char, k_chunk> chunk;
  for (int i = 0; i < k_chunks_at_a_time; ++i) {
    const ssize_t got = read(fd, chunk.data(), chunk.size());
    if (got == 0) return PipeState::ended;
    if (got < 0) return try_again(errno) ? PipeState::open : PipeState::ended;
    text.append(chunk.data(), static_cast<std::size_t>(got));
    cut(text, cap, keep);
  }
  return PipeState::open;
}

}  // namespace gameday
