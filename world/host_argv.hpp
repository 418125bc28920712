// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
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

/// The exit status by which the host's transport says that it could not get there; 0 = none.
[[nodiscard]] int unreachable_status(const Inventory& inventory, const HostRef& host);

/// Whether the host is this machine itself: its files and processes are ours to see.
/// Errors: failed (no such host in the inventory).
[[nodiscard]] Result<bool> is_this_machine(const Inventory& inventory, const HostRef& host);

}  // namespace gameday
