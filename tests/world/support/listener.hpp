// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

#include "world/fd.hpp"

namespace gameday {

/// A TCP socket on 127.0.0.1 with a port that the kernel chose. It accepts only where a test does.
class Listener {
 public:
  /// With a backlog that is full after one more connection where `backlog` is 0.
  explicit Listener(int backlog = 16) : m_fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof address;
    m_good = bind(m_fd.get(), raw, size) == 0 && listen(m_fd.get(), backlog) == 0 &&
             getsockname(m_fd.get(), raw, &size) == 0;
    m_port = ntohs(address.sin_port);
  }

  [[nodiscard]] bool good() const { return m_good; }
  [[nodiscard]] int port() const { return m_port; }
  [[nodiscard]] std::string endpoint() const { return "127.0.0.1:" + std::to_string(m_port); }
  [[nodiscard]] UniqueFd accept_one() const {
    return UniqueFd{accept4(m_fd.get(), nullptr, nullptr, SOCK_CLOEXEC)};
  }
  void close_now() { m_fd.reset(); }
  /// Ends an accept_one() that waits in another thread.
  void wake() const { shutdown(m_fd.get(), SHUT_RDWR); }

 private:
  UniqueFd m_fd;
  bool m_good = false;
  int m_port = 0;
};

}  // namespace gameday
