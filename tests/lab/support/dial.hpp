// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <chrono>
#include <thread>

#include "world/fd.hpp"

namespace gameday::lab {

/// A TCP connection to a port of the loopback; invalid where nobody listens.
inline UniqueFd dial(int port) {
  UniqueFd fd{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) fd.reset();
  return fd;
}

/// Waits until somebody listens on a port of the loopback, at most five seconds.
inline bool await_listener(int port) {
  for (int tries = 0; tries < 1000; ++tries) {
    if (dial(port).valid()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return false;
}

}  // namespace gameday::lab
