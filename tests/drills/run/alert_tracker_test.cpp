// SPDX-License-Identifier: Apache-2.0
#include "drills/run/alert_tracker.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

Moment asked(Duration began) { return {Instant{began}, Instant{began + 10ms}}; }

AlertLook firing() { return AlertLook{.firing = true, .receivers = {"oncall"}}; }

TEST_CASE("a look says whether it fires, whether it is kept, and whether it is taken up") {
  CHECK(state_of({}) == AlertState::silent);
  AlertLook look = firing();
  CHECK(state_of(look) == AlertState::received);
  look.acknowledged = true;
  CHECK(state_of(look) == AlertState::acknowledged);
  look.silences = {"id"};
  CHECK(state_of(look) == AlertState::suppressed);
  look.silences.clear();
  look.why = {"muted"};
  CHECK(state_of(look) == AlertState::suppressed);
}

TEST_CASE("it is told of once, between the last look that showed otherwise and the first") {
  AlertTracker tracker{3, "Down"};
  REQUIRE(tracker.saw({}, asked(0ms), {}));  // the first thing that is known
  CHECK_FALSE(tracker.saw({}, asked(100ms), {}));
  const auto moved = tracker.saw(firing(), asked(200ms), {});
  REQUIRE(moved);
  CHECK(moved->index == 3);
  CHECK(moved->state == AlertState::received);
  CHECK(moved->seen == Moment{Instant{100ms}, Instant{210ms}});
  CHECK(moved->receivers == std::vector<std::string>{"oncall"});
  CHECK_FALSE(tracker.saw(firing(), asked(300ms), {}));
}

TEST_CASE("while nobody could be asked it may have changed at any time") {
  AlertTracker tracker{0, "Down"};
  CHECK(tracker.failed("refused", asked(0ms)));
  CHECK_FALSE(tracker.failed("timed out", asked(100ms)));
  CHECK(tracker.saw({}, asked(200ms), {})->seen == Moment{Instant{200ms}, Instant{210ms}});
  const auto lost = tracker.failed("refused", asked(300ms));
  REQUIRE(lost);
  CHECK(lost->why == std::vector<std::string>{"refused"});
  CHECK(tracker.saw(firing(), asked(400ms), {})->seen == Moment{Instant{200ms}, Instant{410ms}});
}

TEST_CASE("another reason why it is kept is told as well") {
  AlertTracker tracker{0, "Down"};
  AlertLook kept = firing();
  kept.why = {"not routed yet"};
  CHECK(tracker.saw(kept, asked(0ms), {"not routed yet"}));
  CHECK_FALSE(tracker.saw(kept, asked(10ms), {"not routed yet"}));
  CHECK(tracker.saw(kept, asked(20ms), {"silenced by jo"}));
  CHECK(tracker.why() == std::vector<std::string>{"silenced by jo"});
}

TEST_CASE("a listener is asked all the time, and a page has a time of its own") {
  AlertTracker tracker{0, "Down"};
  tracker.listens_since(Instant{1s});
  CHECK(tracker.state() == AlertState::silent);
  CHECK_FALSE(tracker.saw({}, asked(2s), {}));  // resolved, which it was
  CHECK(tracker.saw(firing(), asked(3s), {})->seen == Moment{Instant{3s}, Instant{3010ms}});
  CHECK(tracker.saw({}, asked(5s), {})->seen == Moment{Instant{5s}, Instant{5010ms}});
  tracker.took_page();
  tracker.listened_until(Instant{9s});
  const auto watched = tracker.watched();
  CHECK(watched.from == Instant{1s});
  CHECK(watched.until == Instant{9s});
  CHECK(watched.looks == 4);
  CHECK(watched.state == AlertState::silent);
}

}  // namespace
}  // namespace gameday
