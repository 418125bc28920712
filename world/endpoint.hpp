// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/socket.h>

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace gameday {

/// A numeric TCP address. Names are never looked up here.
struct SocketEndpoint {
  std::string address;  ///< without brackets
  int port = 0;
  sockaddr_storage socket_address{};
  socklen_t length = 0;
};

/// Reads "10.0.0.1:80" or "[fd77::1]:80"; a missing port is `default_port`, where that is not 0.
/// Errors: bad_input.
[[nodiscard]] Result<SocketEndpoint> parse_socket_endpoint(std::string_view text,
                                                           int default_port = 0);

}  // namespace gameday
