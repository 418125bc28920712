// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <utility>

#include "tests/world/support/listener.hpp"

namespace gameday {

/// Sends all of it; a peer that has gone is no error here.
inline void tell(int fd, const std::string& text) {
  std::size_t sent = 0;
  while (sent < text.size()) {
    const ssize_t now = send(fd, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (now <= 0) return;
    sent += static_cast<std::size_t>(now);
  }
}

/// Exactly this many bytes, or less at end of file.
inline std::string hear(int fd, std::size_t size) {
  std::string text(size, '\0');
  if (size == 0) return text;
  const ssize_t got = recv(fd, text.data(), size, MSG_WAITALL);
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

/// Serves one connection after the other on a thread of its own, as the test says, until destroyed.
class TcpServer {
 public:
  explicit TcpServer(std::function<void(int)> serve)
      : m_thread([this, serve = std::move(serve)] {
          while (!m_stopped) {
            const UniqueFd client = m_listener.accept_one();
            if (client.valid() && !m_stopped) serve(client.get());
          }
        }) {}
  ~TcpServer() {
    m_stopped = true;
    m_listener.wake();
    m_thread.join();
  }

  [[nodiscard]] int port() const { return m_listener.port(); }
  [[nodiscard]] std::string endpoint() const { return m_listener.endpoint(); }

 private:
  Listener m_listener;
  std::atomic<bool> m_stopped{false};
  std::thread m_thread;
};

}  // namespace gameday
