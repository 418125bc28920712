// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/own_thread.hpp"

#include <doctest/doctest.h>
#include <pthread.h>
#include <sys/prctl.h>

#include <atomic>
#include <chrono>
#include <csignal>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

void burn(std::chrono::nanoseconds time) {
  timespec start{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
  timespec now = start;
  while ((now.tv_sec - start.tv_sec) * 1s + (now.tv_nsec - start.tv_nsec) * 1ns < time) {
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  }
}

}  // namespace

TEST_CASE("signals are for others and timers are not rounded") {
  sigset_t blocked;
  long slack = 0;
  OwnThread thread(false, [&] {
    pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
    slack = prctl(PR_GET_TIMERSLACK, 0UL, 0UL, 0UL, 0UL);
  });
  thread.join();
  CHECK(sigismember(&blocked, SIGTERM) == 1);
  CHECK(sigismember(&blocked, SIGINT) == 1);
  CHECK(slack == 1);
}

TEST_CASE("its CPU time is told while it runs and when it has ended") {
  std::atomic<bool> burnt{false};
  std::atomic<bool> go_on{false};
  OwnThread thread(false, [&] {
    burn(20ms);
    burnt = true;
    while (!go_on) std::this_thread::yield();
  });
  while (!burnt) std::this_thread::yield();
  CHECK(thread.cpu_seconds() >= 0.02);
  CHECK(thread.cpu_seconds() < 5);
  go_on = true;
  thread.join();
  thread.join();
  CHECK(thread.cpu_seconds() >= 0.02);
}
