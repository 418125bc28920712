// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "world/fd.hpp"

namespace gameday {

/// A TCP socket for one connection: non-blocking, close-on-exec, and reset when it is closed, so
/// that it leaves no TIME_WAIT behind (60 s each would soon use up the ports). Invalid = errno says
/// why.
[[nodiscard]] UniqueFd open_fresh_socket(int family);

/// From now on the socket is reset when it is closed, whatever is still to be sent.
void reset_on_close(int fd);

/// Begins to connect to an IP address and port. Gives 0 or EINPROGRESS, else the errno.
[[nodiscard]] int begin_connect(int fd, const std::string& address, int port);

/// The family of an IP address: AF_INET or AF_INET6.
[[nodiscard]] int family_of(const std::string& address);

/// The error that the socket came to, 0 = none.
[[nodiscard]] int socket_error(int fd);

}  // namespace gameday
