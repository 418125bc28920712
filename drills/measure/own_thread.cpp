// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/own_thread.hpp"

#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <csignal>
#include <ctime>
#include <utility>

namespace gameday {

namespace {

double seconds(const timespec& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// Locking under a limit would make later allocations fail.
bool may_lock_memory() {
  rlimit limit{};
  return getrlimit(RLIMIT_MEMLOCK, &limit) == 0 && limit.rlim_cur == RLIM_INFINITY;
}

void prepare(bool realtime) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
  pthread_setname_np(pthread_self(), "sampler");
  prctl(PR_SET_TIMERSLACK, 1UL, 0UL, 0UL, 0UL);  // 50 us by default
  if (!realtime) return;
  sched_param priority{};
  priority.sched_priority = 10;
  pthread_setschedparam(pthread_self(), SCHED_FIFO, &priority);
  if (may_lock_memory()) mlockall(MCL_CURRENT | MCL_FUTURE);
}

}  // namespace

OwnThread::OwnThread(bool realtime, std::function<void()> work)
    : m_thread([this, realtime, work = std::move(work)] {
        prepare(realtime);
        work();
        timespec used{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
        m_used = seconds(used);
      }) {}

void OwnThread::join() {
  const std::lock_guard lock(m_mutex);
  if (m_thread.joinable()) m_thread.join();
}

double OwnThread::cpu_seconds() {
  const std::unique_lock lock(m_mutex, std::try_to_lock);
  if (lock.owns_lock() && m_thread.joinable()) {
    clockid_t clock{};
    timespec used{};
    if (pthread_getcpuclockid(m_thread.native_handle(), &clock) == 0 &&
        clock_gettime(clock, &used) == 0) {
      return seconds(used);
    }
  }
  return m_used;
}

}  // namespace gameday
