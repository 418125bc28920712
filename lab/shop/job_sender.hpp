// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "lab/shop/redis.hpp"

namespace gameday::shop {

/// Sends orders to the stream of jobs on a thread of its own, in order, each until it is there: a
/// queue that hangs or is away holds up no customer. At least once: what nobody knows to have
/// arrived is sent again.
class JobSender {
 public:
  /// How many orders may wait; those that come then are not processed, which their answers show.
  static constexpr std::size_t k_limit = 10'000;

  explicit JobSender(std::string where);
  JobSender(const JobSender&) = delete;
  JobSender& operator=(const JobSender&) = delete;
  /// Ends the thread; what still waits is dropped.
  ~JobSender();

  /// Never waits. False when too many orders wait.
  bool post(std::string order);
  [[nodiscard]] std::size_t waiting();

 private:
  void work();
  /// False = it is over.
  bool next(std::string& order);
  void rest();

  Redis m_redis;
  std::mutex m_mutex;
  std::condition_variable m_news;
  std::deque<std::string> m_queue;
  bool m_over = false;
  std::thread m_thread;
};

}  // namespace gameday::shop
