// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/workers.hpp"

#include <utility>

namespace gameday::shop {

Workers::Workers(std::size_t threads, const std::string& conninfo, std::size_t queue_limit)
    : m_limit{queue_limit} {
  for (std::size_t index = 0; index < threads; ++index) {
    m_threads.emplace_back([this, conninfo] { work(conninfo); });
  }
}

Workers::~Workers() {
  {
    const std::lock_guard lock{m_mutex};
    m_over = true;
  }
  m_news.notify_all();
  for (std::thread& thread : m_threads) thread.join();
}

bool Workers::post(Job job) {
  {
    const std::lock_guard lock{m_mutex};
    if (m_queue.size() >= m_limit) return false;
    m_queue.push_back(std::move(job));
  }
  m_news.notify_one();
  return true;
}

void Workers::work(const std::string& conninfo) {
  Database database{conninfo};
  for (;;) {
    std::unique_lock lock{m_mutex};
    m_news.wait(lock, [this] { return m_over || !m_queue.empty(); });
    if (m_over) return;
    const Job job = std::move(m_queue.front());
    m_queue.pop_front();
    lock.unlock();
    job(database);
  }
}

}  // namespace gameday::shop
