// SPDX-License-Identifier: Apache-2.0
#include "cli/signals.hpp"

#include <csignal>
#include <cstring>
#include <ctime>

namespace gameday {
namespace {

sigset_t stop_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, number);
  return set;
}

}  // namespace

void hold_stop_signals() {
  const sigset_t set = stop_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

std::optional<std::string> stop_signal_seen() {
  const sigset_t set = stop_signals();
  const timespec at_once{};
  const int number = sigtimedwait(&set, nullptr, &at_once);
  if (number <= 0) return std::nullopt;
  return std::string{"SIG"} + sigabbrev_np(number);
}

}  // namespace gameday
