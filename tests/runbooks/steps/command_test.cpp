// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "runbooks/steps.hpp"
#include "tests/runbooks/support/sample.hpp"

using namespace gameday;

namespace {

Seen seen(const Change& change, int status) {
  return read_seen(change.verify, Outcome{status == 0, status, "", "", {}});
}

}  // namespace

TEST_CASE("command: it runs on its host, and the proof's exit status tells") {
  const auto plan =
      plan_step(k_step_command, sample_step("command", {{"host", std::string{"region-a.db"}},
                                                        {"run", Words{"start-it", "now then"}},
                                                        {"proof", Words{"is-it-up"}},
                                                        {"undo", Words{"stop-it"}}}));
  REQUIRE(plan);
  const Change& change = plan->changes.at(0);
  CHECK(change.apply.host == HostRef{"db-a"});
  CHECK(argv_of(change.apply) == Words{"start-it", "now then"});
  CHECK(argv_of(change.verify.look) == Words{"is-it-up"});
  CHECK(argv_of(*change.revert) == Words{"stop-it"});
  CHECK(seen(change, 0) == Seen::in_force);
  CHECK(seen(change, 1) == Seen::gone);
  CHECK(seen(change, 127) == Seen::unclear);
  CHECK(change.on_death == Fate::hold);
  CHECK(change.on_abort == Fate::hold);
}

TEST_CASE("command: without a host it runs here, without a proof it says so") {
  const auto plan =
      plan_step(k_step_command, sample_step("command", {{"run", Words{"page-them"}}}));
  REQUIRE(plan);
  const Change& change = plan->changes.at(0);
  CHECK(change.apply.host == HostRef{});
  CHECK(change.summary.find("without a proof") != std::string::npos);
  CHECK(seen(change, 0) == Seen::in_force);
  CHECK_FALSE(change.revert);
}

TEST_CASE("command: an undo nobody could see, an unknown host and no program are refused") {
  CHECK_FALSE(plan_step(k_step_command,
                        sample_step("command", {{"run", Words{"a"}}, {"undo", Words{"b"}}})));
  CHECK_FALSE(
      plan_step(k_step_command,
                sample_step("command", {{"run", Words{"a"}}, {"host", std::string{"nowhere"}}})));
  CHECK_FALSE(plan_step(k_step_command, sample_step("command", {{"run", Words{}}})));
}
