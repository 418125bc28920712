// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/inventory.hpp"
#include "base/result.hpp"
#include "world/secret.hpp"
#include "world/sql.hpp"

namespace gameday {

/// How to reach a node of a database over the control path. Errors: failed (the inventory has no
/// such node, or the password cannot be read), bad_input (its control is neither a folder nor a
/// numeric address: names are not looked up on the control path).
[[nodiscard]] Result<SqlServer> sql_server(const Inventory& inventory, const Database& database,
                                           const std::string& host, Secrets& secrets);

/// What one node says about itself.
struct NodeState {
  std::string host;
  bool writable = false;
  std::string error;  ///< not empty: it could not be asked
};

/// Asks every node whether it is in recovery, all at once; as long as the slowest, at most
/// `deadline`.
[[nodiscard]] std::vector<NodeState> ask_nodes(const Inventory& inventory, const Database& database,
                                               std::chrono::milliseconds deadline);

/// The host of the one node that is proven writable. Errors: failed (none, or two: a split brain).
[[nodiscard]] Result<std::string> find_writable_node(const Inventory& inventory,
                                                     const Database& database,
                                                     std::chrono::milliseconds deadline);

}  // namespace gameday
