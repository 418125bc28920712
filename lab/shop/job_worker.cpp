// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/job_worker.hpp"

#include <chrono>
#include <utility>

#include "lab/shop/jobs.hpp"
#include "lab/shop/orders.hpp"

namespace gameday::shop {
namespace {

using namespace std::chrono_literals;

constexpr auto k_wait = 200ms;  ///< for a new job; also how long the end may take
constexpr auto k_patience = 1s;
constexpr auto k_pause = 500ms;  ///< after something was not done

Deadline soon() { return std::chrono::steady_clock::now() + k_patience; }

}  // namespace

JobWorker::JobWorker(std::string name, std::string where, std::string conninfo)
    : m_name{std::move(name)},
      m_redis{std::move(where), std::string{k_worker_user}},
      m_database{std::move(conninfo)},
      m_thread{[this] { work(); }} {}

JobWorker::~JobWorker() {
  {
    const std::lock_guard lock{m_mutex};
    m_over = true;
  }
  m_news.notify_all();
  m_thread.join();
}

void JobWorker::work() {
  while (rest(work_once() ? 0ms : k_pause)) {
  }
}

bool JobWorker::work_once() {
  const auto jobs = take_jobs(m_redis, m_name, k_wait, soon());
  if (!jobs) return false;
  for (const Job& job : *jobs) {
    // An entry that names no order is nobody's job and would come again for ever.
    if (is_uuid(job.order) && !process_order(m_database, job.order, soon())) return false;
    if (!finish_job(m_redis, job, soon())) return false;
  }
  return true;
}

bool JobWorker::rest(std::chrono::milliseconds pause) {
  std::unique_lock lock{m_mutex};
  return !m_news.wait_for(lock, pause, [this] { return m_over; });
}

}  // namespace gameday::shop
