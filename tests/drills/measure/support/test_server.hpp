// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "world/fd.hpp"

namespace gameday::test {

/// What a server does with what it received. Without a reply it goes on listening.
struct Reply {
  std::string bytes;
  std::chrono::milliseconds after{0};
  enum class Then { keep, close, reset } then = Then::keep;
};

/// A TCP server on 127.0.0.1 with a thread of its own. The handler is called on that thread
/// whenever a connection has more: with all that it has received and not taken out yet.
class TestServer {
 public:
  using Handler = std::function<std::optional<Reply>(int connection, std::string& received)>;

  explicit TestServer(Handler handler, const std::string& address = "127.0.0.1")
      : m_address(address), m_handler(std::move(handler)), m_wake(eventfd(0, EFD_CLOEXEC)) {
    open();
    m_thread = std::thread([this] { serve(); });
  }
  ~TestServer() {
    m_running = false;
    wake();
    m_thread.join();
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] int port() const { return m_port; }
  [[nodiscard]] std::string endpoint() const { return m_address + ":" + std::to_string(m_port); }
  [[nodiscard]] int accepted() const { return m_accepted; }
  [[nodiscard]] int open_connections() const { return m_open; }

  /// Refuses from when it returns on: nobody listens, and what was open is reset.
  void refuse() {
    m_refusing = true;
    wake();
    m_listening.wait(true);
  }
  /// Listens again, on the same port, when it returns.
  void accept_again() {
    m_refusing = false;
    wake();
    m_listening.wait(false);
  }

 private:
  using Clock = std::chrono::steady_clock;
  struct Connection {
    UniqueFd fd;
    std::string received;
    std::optional<Reply> pending;
    Clock::time_point due;
  };

  void wake() const { eventfd_write(m_wake.get(), 1); }

  void open() {
    m_listener.reset(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    const int on = 1;
    setsockopt(m_listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(static_cast<std::uint16_t>(m_port));
    inet_pton(AF_INET, m_address.c_str(), &at.sin_addr);
    auto* const where = reinterpret_cast<sockaddr*>(&at);
    if (bind(m_listener.get(), where, sizeof at) != 0 || listen(m_listener.get(), 512) != 0) {
      throw std::runtime_error("the test server cannot listen");
    }
    socklen_t size = sizeof at;
    getsockname(m_listener.get(), where, &size);
    m_port = ntohs(at.sin_port);
    tell_listening(true);
  }

  void serve() {
    while (m_running) {
      if (m_refusing && m_listening) stop_listening();
      if (!m_refusing && !m_listening) open();
      std::vector<pollfd> watched{{m_wake.get(), POLLIN, 0}};
      if (m_listening) watched.push_back({m_listener.get(), POLLIN, 0});
      for (const auto& [fd, connection] : m_connections) watched.push_back({fd, POLLIN, 0});
      poll(watched.data(), watched.size(), patience());
      for (const pollfd& one : watched) {
        if (one.revents == 0) continue;
        if (one.fd == m_wake.get()) {
          eventfd_t count = 0;
          eventfd_read(m_wake.get(), &count);
        } else if (one.fd == m_listener.get()) {
          take_in();
        } else {
          read_from(one.fd);
        }
      }
      answer_due();
    }
  }

  [[nodiscard]] int patience() const {
    auto next = Clock::now() + std::chrono::milliseconds{100};
    for (const auto& [fd, one] : m_connections) {
      if (one.pending) next = std::min(next, one.due);
    }
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now());
    return static_cast<int>(std::max(wait, std::chrono::milliseconds{0}).count());
  }

  void tell_listening(bool listening) {
    m_listening = listening;
    m_listening.notify_all();
  }

  void stop_listening() {
    m_listener.reset();
    while (!m_connections.empty()) drop(m_connections.begin()->first, true);
    tell_listening(false);
  }

  void take_in() {
    for (;;) {
      UniqueFd fd(accept4(m_listener.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
      if (!fd.valid()) return;
      ++m_accepted;
      ++m_open;
      const int number = fd.get();
      m_connections[number].fd = std::move(fd);
    }
  }

  void read_from(int fd) {
    const auto found = m_connections.find(fd);
    if (found == m_connections.end()) return;
    char buffer[4096];
    const ssize_t got = recv(fd, buffer, sizeof buffer, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN)) return drop(fd, false);
    if (got > 0) found->second.received.append(buffer, static_cast<std::size_t>(got));
    if (auto reply = m_handler(fd, found->second.received)) {
      found->second.due = Clock::now() + reply->after;
      found->second.pending = std::move(reply);
    }
  }

  void answer_due() {
    std::vector<std::pair<int, bool>> ended;
    for (auto& [fd, one] : m_connections) {
      if (!one.pending || one.due > Clock::now()) continue;
      send(fd, one.pending->bytes.data(), one.pending->bytes.size(), MSG_NOSIGNAL);
      if (one.pending->then != Reply::Then::keep) {
        ended.emplace_back(fd, one.pending->then == Reply::Then::reset);
      }
      one.pending.reset();
    }
    for (const auto& [fd, reset] : ended) drop(fd, reset);
  }

  void drop(int fd, bool reset) {
    const linger at_once{1, 0};
    if (reset) setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    m_connections.erase(fd);
    --m_open;
  }

  std::string m_address;
  Handler m_handler;
  UniqueFd m_wake;
  UniqueFd m_listener;
  int m_port = 0;
  std::atomic<bool> m_running{true};
  std::atomic<bool> m_refusing{false};
  std::atomic<bool> m_listening{false};
  std::atomic<int> m_accepted{0};
  std::atomic<int> m_open{0};
  std::map<int, Connection> m_connections;
  std::thread m_thread;
};

/// An HTTP answer.
inline std::string http_answer(int status, const std::string& body,
                               const std::string& headers = {}) {
  return "HTTP/1.1 " + std::to_string(status) +
         " Some\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + headers + "\r\n" +
         body;
}

/// A handler that gives every whole request the same reply.
inline TestServer::Handler answer_http(Reply reply) {
  return [reply = std::move(reply)](int, std::string& received) -> std::optional<Reply> {
    if (received.find("\r\n\r\n") == std::string::npos) return std::nullopt;
    received.clear();
    return reply;
  };
}

/// A handler that never answers.
inline TestServer::Handler hang() {
  return [](int, std::string&) -> std::optional<Reply> { return std::nullopt; };
}

}  // namespace gameday::test
