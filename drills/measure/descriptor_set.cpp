// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/descriptor_set.hpp"

#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <utility>

namespace gameday {

Result<DescriptorSet> DescriptorSet::make() {
  DescriptorSet set;
  set.m_epoll.reset(epoll_create1(EPOLL_CLOEXEC));
  if (!set.m_epoll.valid()) return fail_errno("watch descriptors", "the sampler", errno);
  return set;
}

void DescriptorSet::watch(int fd, Readiness wanted, std::function<void(Readiness)> ready) {
  Entry& entry = m_entries[fd];
  const bool known = entry.ready != nullptr;
  if (!known) entry.generation = ++m_generation;
  entry.ready = std::make_shared<std::function<void(Readiness)>>(std::move(ready));

  epoll_event event{};
  event.events = (wanted.read ? EPOLLIN | EPOLLRDHUP : 0U) | (wanted.write ? EPOLLOUT : 0U);
  event.data.u64 = (std::uint64_t{entry.generation} << 32U) | static_cast<std::uint32_t>(fd);
  // A library may have closed a watched descriptor and opened another one with its number.
  if (known && epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event) == 0) return;
  epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event);
}

void DescriptorSet::unwatch(int fd) {
  if (m_entries.erase(fd) > 0) epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void DescriptorSet::dispatch() {
  std::array<epoll_event, 64> events{};
  const int count = epoll_wait(m_epoll.get(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    const auto found = m_entries.find(static_cast<int>(event.data.u64 & 0xffffffffU));
    if (found == m_entries.end()) continue;
    if (found->second.generation != event.data.u64 >> 32U) continue;
    const bool broken = (event.events & (EPOLLERR | EPOLLHUP)) != 0;
    const auto ready = found->second.ready;  // it may unwatch itself
    (*ready)({broken || (event.events & (EPOLLIN | EPOLLRDHUP)) != 0,
              broken || (event.events & EPOLLOUT) != 0});
  }
}

void DescriptorSet::clear() {
  // What their callbacks own may unwatch when it goes.
  std::exchange(m_entries, {}).clear();
}

}  // namespace gameday
