// SPDX-License-Identifier: Apache-2.0
#include "world/end_requests.hpp"

#include <sys/signalfd.h>

#include <csignal>

namespace gameday {

UniqueFd end_requests() {
  sigset_t asked;
  sigemptyset(&asked);
  for (const int each : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&asked, each);
  if (sigprocmask(SIG_BLOCK, &asked, nullptr) != 0) return UniqueFd{};
  return UniqueFd{signalfd(-1, &asked, SFD_CLOEXEC | SFD_NONBLOCK)};
}

}  // namespace gameday
