// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/action.hpp"
#include "base/inventory.hpp"
#include "base/result.hpp"

namespace gameday {

/// The path of the running program, also after its file was replaced.
[[nodiscard]] std::string self_executable();

/// The argv that runs `argv` on the host when it is executed here: rewritten by the host's
/// transport, "@gameday" replaced by `self`. An empty host is this machine.
/// Errors: failed (no such host in the inventory, no such transport).
[[nodiscard]] Result<std::vector<std::string>> host_argv(const Inventory& inventory,
                                                         const HostRef& host,
                                                         std::vector<std::string> argv,
                                                         const std::string& self);

/// Whether a command that ended with this status and these words on stderr did so because the
/// host's transport could not get there.
[[nodiscard]] bool is_unreachable(const Inventory& inventory, const HostRef& host, int status,
                                  std::string_view said);

/// Whether the host is another machine; false where the inventory does not have it.
[[nodiscard]] bool is_elsewhere(const Inventory& inventory, const HostRef& host);

/// Whether the host is this machine itself: its files and processes are ours to see.
/// Errors: failed (no such host in the inventory).
[[nodiscard]] Result<bool> is_this_machine(const Inventory& inventory, const HostRef& host);

}  // namespace gameday
