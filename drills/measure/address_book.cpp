// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/address_book.hpp"

#include <utility>

namespace gameday {

void AddressBook::find(Done done) {
  if (!m_keeps || is_address(m_endpoint.address)) {
    return find_address(m_loop, m_endpoint, std::move(done));
  }
  const Instant now = SamplerLoop::now();
  if (m_kept && now < m_kept_until) return done(*m_kept, Duration::zero());
  m_waiting.push_back({now, std::move(done)});
  if (m_waiting.size() > 1) return;
  const std::weak_ptr<const bool> alive = m_alive;
  m_loop.names()->look_up(m_endpoint.address, [this, alive](const Result<FoundAddress>& found) {
    if (!alive.expired()) answered(found);
  });
}

void AddressBook::answered(const Result<FoundAddress>& found) {
  const Instant now = SamplerLoop::now();
  m_kept.reset();
  if (found) {
    m_kept = found->address;
    m_kept_until = now + found->ttl;
  }
  for (const Asking& asking : std::exchange(m_waiting, {})) {
    asking.done(found.map(&FoundAddress::address), now - asking.since);
  }
}

}  // namespace gameday
