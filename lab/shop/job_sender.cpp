// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/job_sender.hpp"

#include <chrono>
#include <utility>

#include "lab/shop/jobs.hpp"

namespace gameday::shop {
namespace {

constexpr std::chrono::milliseconds k_patience{500};
constexpr std::chrono::milliseconds k_pause{100};  ///< after one that failed

}  // namespace

JobSender::JobSender(std::string where) : m_redis{std::move(where)}, m_thread{[this] { work(); }} {}

JobSender::~JobSender() {
  {
    const std::lock_guard lock{m_mutex};
    m_over = true;
  }
  m_news.notify_all();
  m_thread.join();
}

bool JobSender::post(std::string order) {
  {
    const std::lock_guard lock{m_mutex};
    if (m_queue.size() >= k_limit) return false;
    m_queue.push_back(std::move(order));
  }
  m_news.notify_one();
  return true;
}

std::size_t JobSender::waiting() {
  const std::lock_guard lock{m_mutex};
  return m_queue.size();
}

void JobSender::work() {
  std::string order;
  while (next(order)) {
    if (!send_job(m_redis, order, std::chrono::steady_clock::now() + k_patience)) {
      rest();
      continue;
    }
    const std::lock_guard lock{m_mutex};
    m_queue.pop_front();
  }
}

bool JobSender::next(std::string& order) {
  std::unique_lock lock{m_mutex};
  m_news.wait(lock, [this] { return m_over || !m_queue.empty(); });
  if (!m_over) order = m_queue.front();
  return !m_over;
}

void JobSender::rest() {
  std::unique_lock lock{m_mutex};
  m_news.wait_for(lock, k_pause, [this] { return m_over; });
}

}  // namespace gameday::shop
