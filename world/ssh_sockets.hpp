// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/inventory.hpp"
#include "base/result.hpp"

// Where the shared connections of ssh have their control sockets.
namespace gameday {

/// The folder, made where it is not there: $XDG_RUNTIME_DIR/gameday-ssh where that is short enough
/// for a socket's path (107 bytes, 17 of which ssh adds while it makes one), otherwise
/// /var/tmp/gameday-<uid>/ssh. Errors: failed, where it is not ours alone (0700).
[[nodiscard]] Result<std::string> ssh_socket_folder();

/// A name for the connection to `address` by `way`, of 16 letters: another one for each account,
/// key, list of host keys, jump host, port, and network namespace of the calling thread, so that no
/// connection is used where it would not be allowed to be made.
[[nodiscard]] std::string ssh_socket_name(const SshWay& way, const std::string& address);

/// Lets go of the shared connections to the hosts of an inventory and to their jump hosts (`ssh -O
/// stop`), those of the calling thread's network namespace: nobody else gets onto one, and it ends
/// with what still runs over it. Without this they end k_ssh_persist after their last use.
void close_ssh_connections(const Inventory& inventory);

/// How long a connection waits for more, in seconds.
inline constexpr int k_ssh_persist = 60;

}  // namespace gameday
