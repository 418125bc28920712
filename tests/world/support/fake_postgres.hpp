// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tests/world/support/tcp_server.hpp"

namespace gameday {

/// As much of a PostgreSQL server as one statement needs, over the wire protocol of version 3, so
/// that a test can let it misbehave at any point.
class FakePostgres {
 public:
  using Row = std::vector<std::optional<std::string>>;

  /// One backend message: its type, its length, its payload.
  static std::string message(char type, const std::string& payload) {
    return type + int32(static_cast<std::uint32_t>(payload.size() + 4)) + payload;
  }
  static std::string int32(std::uint32_t value) {
    std::string text;
    for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xffU);
    return text;
  }
  static std::string int16(std::size_t value) {
    return {static_cast<char>(value >> 8U & 0xffU), static_cast<char>(value & 0xffU)};
  }
  static std::string text(const std::string& value) { return value + '\0'; }

  static std::string ready() { return message('Z', "I"); }
  static std::string error(const std::string& sqlstate, const std::string& why) {
    return message('E',
                   text("SERROR") + text("VERROR") + text("C" + sqlstate) + text("M" + why) + '\0');
  }
  /// The answer to a statement of `columns` columns that gives `rows`.
  static std::string rows(std::size_t columns, const std::vector<Row>& rows) {
    std::string description = int16(columns);
    for (std::size_t i = 0; i < columns; ++i) {
      description +=
          text("c") + int32(0) + int16(0) + int32(25) + int16(65535) + int32(0) + int16(0);
    }
    std::string answer = message('1', "") + message('2', "") + message('T', description);
    for (const Row& row : rows) {
      std::string cells = int16(row.size());
      for (const auto& cell : row) {
        cells +=
            cell ? int32(static_cast<std::uint32_t>(cell->size())) + *cell : int32(0xffffffffU);
      }
      answer += message('D', cells);
    }
    return answer + message('C', text("SELECT " + std::to_string(rows.size())));
  }

  /// Lets a client in and calls `serve` once it has sent a statement; what it sent is remembered.
  explicit FakePostgres(std::function<void(int)> serve)
      : m_server([this, serve = std::move(serve)](int fd) {
          if (!greet(fd)) return;
          const std::string statement = hear_until_sync(fd);
          {
            const std::lock_guard lock{m_mutex};
            m_statement = statement;
          }
          if (!statement.empty()) serve(fd);
        }) {}

  [[nodiscard]] int port() const { return m_server.port(); }
  [[nodiscard]] std::string endpoint() const { return m_server.endpoint(); }
  /// All that came with the last statement: its text and parameters are in it.
  [[nodiscard]] std::string statement() const {
    const std::lock_guard lock{m_mutex};
    return m_statement;
  }

 private:
  static std::uint32_t read_int32(const std::string& bytes) {
    std::uint32_t value = 0;
    for (const char byte : bytes) value = value << 8U | static_cast<unsigned char>(byte);
    return value;
  }

  /// Refuses TLS, takes any start-up packet.
  static bool greet(int fd) {
    constexpr std::uint32_t k_tls_request = 80877103;
    for (int packets = 0; packets < 2; ++packets) {
      const std::string size = hear(fd, 4);
      if (size.size() < 4) return false;
      const std::string packet = hear(fd, read_int32(size) - 4);
      if (read_int32(packet.substr(0, 4)) != k_tls_request) break;
      tell(fd, "N");
    }
    tell(fd, message('R', int32(0)) + ready());
    return true;
  }

  /// A statement of the extended protocol ends with Sync; one of the simple protocol is one
  /// message.
  static std::string hear_until_sync(int fd) {
    std::string all;
    while (true) {
      const std::string head = hear(fd, 5);
      if (head.size() < 5 || head.front() == 'X') return all;
      all += hear(fd, read_int32(head.substr(1)) - 4);
      const bool is_whole = head.front() == 'S' || head.front() == 'Q';
      if (is_whole) return all;
    }
  }

  mutable std::mutex m_mutex;
  std::string m_statement;
  TcpServer m_server;
};

}  // namespace gameday
