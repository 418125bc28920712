// SPDX-License-Identifier: Apache-2.0
#include "cli/signals.hpp"

#include <doctest/doctest.h>

#include <csignal>

namespace gameday {
namespace {

TEST_CASE("stop signals are held, and told once") {
  hold_stop_signals();
  CHECK_FALSE(stop_signal_seen().has_value());
  raise(SIGTERM);
  CHECK(stop_signal_seen() == "SIGTERM");
  CHECK_FALSE(stop_signal_seen().has_value());
  raise(SIGINT);
  raise(SIGINT);
  CHECK(stop_signal_seen() == "SIGINT");
  CHECK_FALSE(stop_signal_seen().has_value());
}

}  // namespace
}  // namespace gameday
