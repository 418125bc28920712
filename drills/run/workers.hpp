// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gameday {

/// A bounded pool of threads for blocking work that has a deadline of its own. The destructor waits
/// for what has begun and drops what has not.
class Workers {
 public:
  explicit Workers(std::size_t threads);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers();

  /// Queues a job; false where k_queue_limit are waiting already.
  [[nodiscard]] bool post(std::function<void()> job);

  static constexpr std::size_t k_queue_limit = 1024;

 private:
  void work();
  std::mutex m_mutex;
  std::condition_variable m_wake;
  std::deque<std::function<void()>> m_jobs;
  bool m_stopping = false;
  std::vector<std::thread> m_threads;
};

}  // namespace gameday
