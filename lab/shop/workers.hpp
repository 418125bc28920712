// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "lab/shop/database.hpp"

namespace gameday::shop {

/// A few threads, each with a connection of its own, and a queue that does not grow for ever.
class Workers {
 public:
  using Job = std::function<void(Database&)>;

  Workers(std::size_t threads, const std::string& conninfo, std::size_t queue_limit);
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  /// Ends the threads; what is still queued is dropped.
  ~Workers();

  /// Has it done by the next free thread. False when the queue is full: say so to the customer.
  [[nodiscard]] bool post(Job job);

 private:
  void work(const std::string& conninfo);

  std::size_t m_limit;
  std::mutex m_mutex;
  std::condition_variable m_news;
  std::deque<Job> m_queue;
  bool m_over = false;
  std::vector<std::thread> m_threads;
};

}  // namespace gameday::shop
