// SPDX-License-Identifier: Apache-2.0
#include "drills/run/workers.hpp"

#include <utility>

namespace gameday {

Workers::Workers(std::size_t threads) {
  for (std::size_t i = 0; i < threads; ++i) m_threads.emplace_back([this] { work(); });
}

Workers::~Workers() {
  {
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
    m_jobs.clear();
  }
  m_wake.notify_all();
  for (std::thread& thread : m_threads) thread.join();
}

bool Workers::post(std::function<void()> job) {
  {
    const std::lock_guard lock(m_mutex);
    if (m_stopping || m_jobs.size() >= k_queue_limit) return false;
    m_jobs.push_back(std::move(job));
  }
  m_wake.notify_one();
  return true;
}

void Workers::work() {
  while (true) {
    std::function<void()> job;
    {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
      if (m_stopping) return;
      job = std::move(m_jobs.front());
      m_jobs.pop_front();
    }
    job();
  }
}

}  // namespace gameday
