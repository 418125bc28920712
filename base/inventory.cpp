// SPDX-License-Identifier: Apache-2.0
#include "base/inventory.hpp"

namespace gameday {
namespace {

/// Whether the reference is "<region>.<role>" of the host.
bool is_role_of(const Host& host, std::string_view reference) {
  if (host.region.empty() || host.role.empty()) return false;
  return reference.size() == host.region.size() + 1 + host.role.size() &&
         reference.starts_with(host.region) && reference[host.region.size()] == '.' &&
         reference.ends_with(host.role);
}

}  // namespace

const Host* Inventory::find_host(std::string_view reference) const {
  const auto named = hosts.find(std::string{reference});
  if (named != hosts.end()) return &named->second;
  for (const auto& [name, host] : hosts) {
    if (is_role_of(host, reference)) return &host;
  }
  return nullptr;
}

const Database* Inventory::database_at(std::string_view host) const {
  const std::string name{host};
  for (const auto& [key, database] : databases) {
    if (database.nodes.contains(name)) return &database;
  }
  return nullptr;
}

}  // namespace gameday
