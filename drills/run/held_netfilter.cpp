// SPDX-License-Identifier: Apache-2.0
#include "drills/run/held_netfilter.hpp"

#include "world/deadline.hpp"
#include "world/host_argv.hpp"

namespace gameday {

HeldNetfilter::HeldNetfilter(const Inventory& inventory, Performer& direct)
    : m_inventory(inventory), m_direct(direct) {}

/// One that has ended is started anew: what it had made may be gone with it, but what has to be
/// looked at and removed now has to be done by somebody.
Result<NftSession*> HeldNetfilter::session(const HostRef& host,
                                           std::chrono::milliseconds deadline) {
  auto found = m_sessions.find(host.name);
  if (found != m_sessions.end() && found->second.alive()) return &found->second;
  if (found != m_sessions.end()) m_sessions.erase(found);
  const auto argv = host_argv(m_inventory, host, {"nft", "-i"}, self_executable());
  if (!argv) return tl::unexpected(argv.error());
  auto started = NftSession::start(*argv, deadline);
  if (!started) return tl::unexpected(started.error());
  return &m_sessions.emplace(host.name, std::move(*started)).first->second;
}

Result<Outcome> HeldNetfilter::perform(const Action& action) {
  const auto* netfilter = std::get_if<Netfilter>(&action.what);
  if (netfilter == nullptr) return m_direct.perform(action);
  const Deadline deadline{action.deadline};
  const auto held = session(action.host, action.deadline);
  if (!held) return tl::unexpected(held.error());
  return (*held)->run(netfilter->transactions, deadline.left());
}

}  // namespace gameday
