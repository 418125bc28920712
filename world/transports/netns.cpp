// SPDX-License-Identifier: Apache-2.0
// Runs a command in a named network namespace of this machine (ip netns add NAME), with all else as
// it is here; for root.
#include <filesystem>

#include "world/transports.hpp"

namespace gameday {
namespace {

Result<std::vector<std::string>> wrap(const Inventory& inventory, const Host& host,
                                      std::vector<std::string> argv) {
  if (host.zone.empty() || host.zone.find('/') != std::string::npos) {
    return fail(ErrorKind::failed, "reach the host", host.name,
                "its transport is netns, but it names no network namespace",
                "give it zone = \"<name>\" in " + inventory.file);
  }
  // nsenter would exit with 1, as many a command does.
  const std::string file = "/run/netns/" + host.zone;
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) {
    return fail(ErrorKind::failed, "reach the host", host.name, "there is no " + file,
                "see ip netns list");
  }
  std::vector<std::string> wrapped{"nsenter", "--net=" + file, "--"};
  wrapped.insert(wrapped.end(), argv.begin(), argv.end());
  return wrapped;
}

}  // namespace

const Transport k_transport_netns{"netns", "in a named network namespace of this machine", wrap};

}  // namespace gameday
