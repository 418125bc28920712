// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <atomic>
#include <chrono>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#include "world/fd.hpp"

namespace gameday::test {

/// A name server on 127.0.0.1 that knows a few names; the others do not exist. An empty address is
/// a name that exists without one of the family asked for; "silent." is never answered.
class NameServer {
 public:
  using Addresses = std::map<std::string, std::string>;
  explicit NameServer(Addresses addresses, std::chrono::seconds ttl = std::chrono::seconds{60})
      : m_addresses(std::move(addresses)),
        m_ttl(static_cast<char>(ttl.count())),
        m_fd(socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto* const where = reinterpret_cast<sockaddr*>(&at);
    if (bind(m_fd.get(), where, size) != 0) throw std::runtime_error("no port for the name server");
    getsockname(m_fd.get(), where, &size);
    m_port = ntohs(at.sin_port);
    m_thread = std::thread([this] { serve(); });
  }
  ~NameServer() {
    m_running = false;
    m_thread.join();
  }
  NameServer(const NameServer&) = delete;
  NameServer& operator=(const NameServer&) = delete;

  [[nodiscard]] std::string endpoint() const { return "127.0.0.1:" + std::to_string(m_port); }
  [[nodiscard]] int asked() const { return m_asked; }

 private:
  void serve() {
    while (m_running) {
      pollfd watched{m_fd.get(), POLLIN, 0};
      if (poll(&watched, 1, 20) <= 0) continue;
      char buffer[512];
      sockaddr_in from{};
      socklen_t size = sizeof from;
      auto* const who = reinterpret_cast<sockaddr*>(&from);
      const ssize_t got = recvfrom(m_fd.get(), buffer, sizeof buffer, 0, who, &size);
      if (got < 17) continue;
      ++m_asked;
      const std::string reply = answer(std::string(buffer, static_cast<std::size_t>(got)));
      if (!reply.empty()) sendto(m_fd.get(), reply.data(), reply.size(), 0, who, size);
    }
  }

  std::string answer(const std::string& query) const {
    std::string name;
    std::size_t at = 12;
    while (at < query.size() && query[at] != 0) {
      const std::size_t length = static_cast<unsigned char>(query[at]);
      name += query.substr(at + 1, length) + ".";
      at += length + 1;
    }
    if (name == "silent.") return {};
    const std::string question = query.substr(12, at + 5 - 12);
    const bool v6 = static_cast<unsigned char>(query[at + 2]) == 28;
    const auto found = m_addresses.find(name.substr(0, name.size() - 1));
    const std::string bytes = found == m_addresses.end() ? "" : address_bytes(found->second, v6);
    const char code = found == m_addresses.end() ? 3 : 0;
    const auto count = static_cast<char>(bytes.empty() ? 0 : 1);
    std::string reply = query.substr(0, 2) + std::string{"\x85", 1} + code +
                        std::string{"\0\1\0", 3} + count + std::string(4, '\0') + question;
    if (bytes.empty()) return reply;
    reply += std::string{"\xc0\x0c\0", 3} + query[at + 2] + std::string{"\0\1\0\0\0", 5} + m_ttl +
             '\0' + static_cast<char>(bytes.size()) + bytes;
    return reply;
  }

  static std::string address_bytes(const std::string& address, bool v6) {
    char bytes[16];
    if (inet_pton(v6 ? AF_INET6 : AF_INET, address.c_str(), bytes) != 1) return {};
    return std::string(bytes, v6 ? 16 : 4);
  }

  Addresses m_addresses;
  char m_ttl;
  UniqueFd m_fd;
  int m_port = 0;
  std::atomic<int> m_asked{0};
  std::atomic<bool> m_running{true};
  std::thread m_thread;
};

}  // namespace gameday::test
