// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/pg_pool.hpp"

#include "drills/measure/names.hpp"

namespace gameday {

PgPool::Link PgPool::take_idle() {
  if (m_idle.empty()) return nullptr;
  Link link = std::move(m_idle.front());
  m_idle.pop_front();
  link->on_lost(nullptr);
  ++m_in_use;
  return link;
}

PgPool::Link PgPool::open(std::function<void(std::string)> ready) {
  if (m_in_use >= m_limit) return nullptr;
  ++m_in_use;
  auto link = std::make_shared<PgLink>(m_loop);
  const std::weak_ptr<PgLink> weak = link;
  // One that is given up while its name is looked up is gone by then.
  m_loop.set_alarm(SamplerLoop::now(), [this, weak, ready = std::move(ready)] {
    find_address(m_loop, m_target.at, [this, weak, ready](Result<std::string> address, Duration) {
      const Link opened = weak.lock();
      if (!opened) return;
      if (!address) return ready(address.error().text());
      opened->connect(m_target, *address, ready);
    });
  });
  return link;
}

void PgPool::give_back(Link link) {
  --m_in_use;
  link->on_lost([this, gone = link.get()] {
    m_idle.remove_if([gone](const Link& idle) { return idle.get() == gone; });
  });
  m_idle.push_front(std::move(link));
  if (m_idle.size() > k_idle_limit) m_idle.pop_back();
}

void PgPool::discard(const Link& link) {
  --m_in_use;
  link->abort();
}

}  // namespace gameday
