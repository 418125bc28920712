// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "lab/shop/database.hpp"
#include "lab/shop/redis.hpp"

namespace gameday::shop {

/// Takes the jobs of the region's stream and processes their orders in the region's database, on a
/// thread of its own, until destroyed. A job is finished only once its order is known to be
/// processed; until then it is taken again, by this worker or another one.
class JobWorker {
 public:
  /// `name` is its own in the group.
  JobWorker(std::string name, std::string where, std::string conninfo);
  JobWorker(const JobWorker&) = delete;
  JobWorker& operator=(const JobWorker&) = delete;
  ~JobWorker();

 private:
  void work();
  /// False when something was not done.
  bool work_once();
  /// Waits a little after a failure. False = it is over.
  bool rest(std::chrono::milliseconds pause);

  std::string m_name;
  Redis m_redis;
  Database m_database;
  std::mutex m_mutex;
  std::condition_variable m_news;
  bool m_over = false;
  std::thread m_thread;
};

}  // namespace gameday::shop
