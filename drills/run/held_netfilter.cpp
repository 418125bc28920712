// SPDX-License-Identifier: Apache-2.0
#include "drills/run/held_netfilter.hpp"

#include "world/deadline.hpp"
#include "world/host_argv.hpp"

namespace gameday {

HeldNetfilter::HeldNetfilter(const Inventory& inventory, Performer& direct)
    : m_inventory(inventory), m_direct(direct) {}

HeldNetfilter::Held& HeldNetfilter::held_for(const HostRef& host) {
  const std::lock_guard lock{m_mutex};
  return m_held[host.name];
}

/// One that has ended is started anew: what it had made may be gone with it, but what has to be
/// looked at and removed now has to be done by somebody.
Result<void> HeldNetfilter::open(Held& held, const HostRef& host,
                                 std::chrono::milliseconds deadline) const {
  if (held.session && held.session->alive()) return {};
  held.session.reset();
  const auto argv = host_argv(m_inventory, host, {"nft", "-i"}, self_executable());
  if (!argv) return tl::unexpected(argv.error());
  auto started = NftSession::start(*argv, deadline);
  if (!started) return tl::unexpected(started.error());
  held.session.emplace(std::move(*started));
  return {};
}

Result<Outcome> HeldNetfilter::perform(const Action& action) {
  const auto* netfilter = std::get_if<Netfilter>(&action.what);
  if (netfilter == nullptr || is_elsewhere(m_inventory, action.host)) {
    return m_direct.perform(action);
  }
  Held& held = held_for(action.host);
  const std::lock_guard turn{held.turn};
  const Deadline deadline{action.deadline};
  if (auto open_now = open(held, action.host, action.deadline); !open_now) {
    return tl::unexpected(open_now.error());
  }
  return held.session->run(netfilter->transactions, deadline.left());
}

}  // namespace gameday
