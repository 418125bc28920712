// SPDX-License-Identifier: Apache-2.0
#include "world/host_argv.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/catalog.hpp"
#include "world/transports.hpp"

namespace gameday {
namespace {

Result<const Host*> find(const Inventory& inventory, const HostRef& host) {
  const Host* found = inventory.find_host(host.name);
  if (found != nullptr) return found;
  return fail(ErrorKind::failed, "reach the host", host.name, "the inventory does not have it",
              "add [host." + host.name + "] to " + inventory.file);
}

/// Null for this machine, for hosts that are not there and for transports that are not.
const Transport* transport_of(const Inventory& inventory, const HostRef& host) {
  const Host* found = inventory.find_host(host.name);
  return found == nullptr ? nullptr : find_kind(transports(), found->transport);
}

}  // namespace

std::string self_executable() {
  // By this name the kernel has the program that runs, also while an upgrade replaces its file.
  return "/proc/self/exe";
}

namespace {

/// /proc/self/exe is another program to whoever starts it in our name, so that one gets the path;
/// where the file was replaced meanwhile, there is none.
std::string path_for_others(const std::string& self) {
  std::error_code none;
  const std::string path = std::filesystem::read_symlink(self, none);
  return path.empty() || path.ends_with(" (deleted)") ? self : path;
}

}  // namespace

Result<std::vector<std::string>> host_argv(const Inventory& inventory, const HostRef& host,
                                           std::vector<std::string> argv, const std::string& self) {
  if (!host.name.empty()) {
    const auto found = find(inventory, host);
    if (!found) return tl::unexpected(found.error());
    const Transport* transport = find_kind(transports(), (*found)->transport);
    if (transport == nullptr) {
      return fail(ErrorKind::failed, "reach the host", host.name,
                  "there is no transport " + (*found)->transport, "see gameday list transports");
    }
    auto wrapped = transport->wrap(inventory, **found, std::move(argv));
    if (!wrapped) return wrapped;
    argv = std::move(*wrapped);
  }
  if (!argv.empty() && argv.front() == "@gameday") argv.front() = self;
  std::ranges::replace(argv, std::string{"@gameday"}, path_for_others(self));
  return argv;
}

bool is_unreachable(const Inventory& inventory, const HostRef& host, int status,
                    std::string_view said) {
  const Transport* transport = transport_of(inventory, host);
  return transport != nullptr && transport->unreachable != nullptr &&
         transport->unreachable(status, said);
}

bool is_elsewhere(const Inventory& inventory, const HostRef& host) {
  const Transport* transport = transport_of(inventory, host);
  return transport != nullptr && transport->elsewhere;
}

Result<bool> is_this_machine(const Inventory& inventory, const HostRef& host) {
  if (host.name.empty()) return true;
  return find(inventory, host).map([](const Host* found) { return found->transport == "local"; });
}

}  // namespace gameday
