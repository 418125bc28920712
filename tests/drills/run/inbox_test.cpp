// SPDX-License-Identifier: Apache-2.0
#include "drills/run/inbox.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace gameday {
namespace {

using namespace std::chrono_literals;

TEST_CASE("events come out in the order in which they went in") {
  Inbox inbox;
  inbox.push({.at = Instant{1s}, .body = events::Note{"one"}});
  inbox.push({.at = Instant{2s}, .body = events::Note{"two"}});
  CHECK(inbox.pop(0ms)->at == Instant{1s});
  CHECK(inbox.pop(0ms)->at == Instant{2s});
  CHECK_FALSE(inbox.pop(0ms).has_value());
}

TEST_CASE("a waiting reader is woken by another thread") {
  Inbox inbox;
  std::thread writer([&] { inbox.push({.at = Instant{1s}, .body = events::Tick{}}); });
  CHECK(inbox.pop(10s).has_value());
  writer.join();
}

}  // namespace
}  // namespace gameday
