// SPDX-License-Identifier: Apache-2.0
#include "runbooks/checklist.hpp"

#include <doctest/doctest.h>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr Instant k_start = from_ns(1'000'000'000);

Checklist sample() {
  std::vector<StepSpec> steps(3);
  steps[0].name = "promote-b";
  steps[0].owner = "dba";
  steps[0].within = 5s;
  steps[1].name = "shift-traffic";
  steps[1].within = 2s;
  steps[2].name = "tell-them";
  return Checklist{steps};
}

}  // namespace

TEST_CASE("steps go one at a time, in their order") {
  Checklist list = sample();
  CHECK(list.next() == "promote-b");
  CHECK_FALSE(list.start("shift-traffic", k_start));
  CHECK(list.start("promote-b", k_start));
  CHECK(list.running()->owner == "dba");
  CHECK(list.next() == std::nullopt);
  CHECK_FALSE(list.start("promote-b", k_start));
  CHECK(list.finish("promote-b", k_start + 1s, "gameday"));
  CHECK(list.next() == "shift-traffic");
  CHECK(list.running() == nullptr);
  CHECK_FALSE(list.over());
}

TEST_CASE("a step that failed stops the rest until somebody skips it") {
  Checklist list = sample();
  CHECK(list.start("promote-b", k_start));
  CHECK(list.give_up("promote-b", k_start + 1s, "no standby"));
  CHECK(list.next() == std::nullopt);
  CHECK(judge(list.items()[0]) == Verdict::missed);
  CHECK(list.skip("promote-b", k_start + 2s, "ann", "did it by hand"));
  CHECK(list.next() == "shift-traffic");
  CHECK(judge(list.items()[0]) == Verdict::unknown);
}

TEST_CASE("the list is over when everything is done or skipped, and only then") {
  Checklist list = sample();
  for (const char* step : {"promote-b", "shift-traffic"}) {
    CHECK(list.start(step, k_start));
    CHECK(list.finish(step, k_start + 1s, "gameday"));
  }
  CHECK_FALSE(list.over());
  CHECK(list.skip("tell-them", k_start + 1s, "ann", ""));
  CHECK(list.over());
  CHECK(list.next() == std::nullopt);
  CHECK_FALSE(list.skip("promote-b", k_start + 2s, "ann", "too late"));
}

TEST_CASE("late is what takes longer than its deadline, while it runs and afterwards") {
  Checklist list = sample();
  CHECK_FALSE(list.late("promote-b", k_start + 60s));
  CHECK(list.start("promote-b", k_start));
  CHECK_FALSE(list.late("promote-b", k_start + 5s));
  CHECK(list.late("promote-b", k_start + 5s + 1ns));
  CHECK(list.finish("promote-b", k_start + 4s, "gameday"));
  CHECK_FALSE(list.late("promote-b", k_start + 60s));
  CHECK(list.start("shift-traffic", k_start + 4s));
  CHECK(list.finish("shift-traffic", k_start + 7s, "gameday"));
  CHECK(list.late("shift-traffic", k_start + 7s));
  CHECK_FALSE(list.late("no-such-step", k_start));
}

TEST_CASE("in time is met, late is missed, skipped needs a reason, never begun does not count") {
  ChecklistItem item;
  item.within = 5s;
  item.started = k_start;
  CHECK(judge(item) == Verdict::not_applicable);
  item.progress = Progress::running;
  CHECK(judge(item) == Verdict::unknown);
  item.progress = Progress::done;
  item.ended = k_start + 5s;
  CHECK(judge(item) == Verdict::met);
  item.ended = k_start + 6s;
  CHECK(judge(item) == Verdict::missed);
  item.progress = Progress::skipped;
  CHECK(judge(item) == Verdict::missed);
  item.note = "the balancer did it by itself";
  CHECK(judge(item) == Verdict::unknown);
  item.progress = Progress::failed;
  CHECK(judge(item) == Verdict::missed);
}

TEST_CASE("nothing can be ended that does not run, nor a step that is none") {
  Checklist list = sample();
  CHECK_FALSE(list.finish("promote-b", k_start, "x"));
  CHECK_FALSE(list.give_up("promote-b", k_start, "x"));
  CHECK_FALSE(list.start("no-such-step", k_start));
  CHECK_FALSE(list.skip("no-such-step", k_start, "x", "y"));
  CHECK(list.items() == sample().items());
}
