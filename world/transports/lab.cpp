// SPDX-License-Identifier: Apache-2.0
// Runs a command on a host of a lab on this machine, through `gameday enter`, which joins the
// lab's namespaces: its pid files hold inner pids, its networks are not ours.
#include "world/transports.hpp"

namespace gameday {
namespace {

Result<std::vector<std::string>> wrap(const Inventory& inventory, const Host& host,
                                      std::vector<std::string> argv) {
  if (!inventory.lab) {
    return fail(ErrorKind::failed, "reach the host", host.name,
                "its transport is lab, but the inventory names no lab",
                "add lab = \"<name>\" to " + inventory.file);
  }
  std::vector<std::string> wrapped{"@gameday", "enter", *inventory.lab, host.name, "--"};
  wrapped.insert(wrapped.end(), argv.begin(), argv.end());
  return wrapped;
}

}  // namespace

const Transport k_transport_lab{"lab", "in a lab on this machine, by gameday enter", wrap,
                                [](int status, std::string_view) { return status == 125; }};

}  // namespace gameday
