// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

namespace gameday {

/// A thread whose clock matters: signals are for others, its timers are not rounded, and where it
/// is asked for and allowed it goes before all else (SCHED_FIFO) with its memory locked.
class OwnThread {
 public:
  OwnThread(bool realtime, std::function<void()> work);
  ~OwnThread() { join(); }
  OwnThread(const OwnThread&) = delete;
  OwnThread& operator=(const OwnThread&) = delete;

  /// Waits for its end; may be called again, and from several threads.
  void join();
  /// CPU seconds used so far.
  [[nodiscard]] double cpu_seconds();

 private:
  std::mutex m_mutex;
  std::atomic<double> m_used{0};  ///< once it has ended
  std::thread m_thread;
};

}  // namespace gameday
