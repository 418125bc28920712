// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "lab/contact.hpp"
#include "lab/shop/redis.hpp"
#include "tests/world/support/scratch.hpp"
#include "world/held_process.hpp"

namespace gameday::shop {

/// A real Redis of a test's own on a Unix socket, with the account `workers` of the lab's. It ends
/// with this object.
class RedisServer {
 public:
  RedisServer() { start(); }

  [[nodiscard]] std::string where() const { return m_scratch.file("redis.sock"); }

  /// Asks it over a connection of its own; fails the test where it says no.
  RespReply tell(const std::vector<std::string>& command) {
    Redis redis{where()};
    auto reply = redis.ask(command, std::chrono::steady_clock::now() + std::chrono::seconds{5});
    REQUIRE_MESSAGE(reply.has_value(), (reply ? "" : reply.error().text()));
    return std::move(*reply);
  }

  /// Ends it as a crash would, and with it all that it knew.
  void end() { m_process.reset(); }
  void start() {
    auto started = HeldProcess::start({"/usr/bin/redis-server", "--port", "0", "--unixsocket",
                                       where(), "--dir", m_scratch.folder(), "--logfile",
                                       m_scratch.file("log"), "--save", "", "--user", "workers",
                                       "on", "nopass", "~*", "&*", "+@all"});
    REQUIRE(started.has_value());
    m_process.emplace(std::move(*started));
    for (int tries = 0; tries < 1000 && !answers(); ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    REQUIRE_MESSAGE(answers(), m_scratch.read("log"));
  }

 private:
  [[nodiscard]] bool answers() const {
    const auto fd = lab::connect_unix(where(), std::chrono::milliseconds{500});
    return lab::ask(fd, "PING\r\n") == "+PONG\r\n";
  }

  Scratch m_scratch;
  std::optional<HeldProcess> m_process;
};

/// Waits until a condition holds, at most five seconds.
template <class Condition>
bool eventually(Condition holds) {
  for (int tries = 0; tries < 1000; ++tries) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return false;
}

}  // namespace gameday::shop
