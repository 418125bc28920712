// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "lab/site.hpp"

namespace gameday::lab {

/// One of the two nodes.
struct Node {
  std::string_view host;  ///< "db-a"
  std::string_view side;  ///< "a"
  std::string_view zone;  ///< "region-a", which is its cluster_name too
};

inline constexpr Node k_node_a{"db-a", "a", "region-a"};
inline constexpr Node k_node_b{"db-b", "b", "region-b"};

/// PGDATA of a node.
[[nodiscard]] std::filesystem::path data_folder(const std::filesystem::path& lab, const Node& node);
/// Where a node's Unix socket lies, reachable whatever is cut.
[[nodiscard]] std::filesystem::path socket_folder(const std::filesystem::path& lab,
                                                  const Node& node);
/// The node on a host, or null.
[[nodiscard]] const Node* node_on(std::string_view host);

/// The settings of a node. They lie beside PGDATA, not in it, so that pg_rewind, which copies the
/// other node's files, leaves each node its own.
[[nodiscard]] std::string node_settings(const Site& site, const Node& node);

/// The last line of postmaster.pid, "ready", "standby", "starting" ...; empty where there is none.
[[nodiscard]] std::string postmaster_status(std::string_view pid_file);

}  // namespace gameday::lab
