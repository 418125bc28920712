// SPDX-License-Identifier: Apache-2.0
// The program is seen at work, with a date(1) that sets nothing, in
// tests/drills/run/clock_here_test.cpp.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "injectors/injectors.hpp"
#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

namespace {

constexpr std::size_t k_words = 4;  ///< behind perl -e PROGRAM --

Result<FaultPlan> plan(const ServiceFixture& there) {
  Params given;
  given.set("host", std::string{"db-a"});
  given.set("by", Duration{std::chrono::seconds{90}});
  return there.plan(k_injector_clock_skew, given);
}

Outcome printed(const std::string& text) { return {true, 0, text, {}, {}}; }

}  // namespace

TEST_CASE("the clock is set by what was captured, and put back by the same, by a timer as well") {
  const ServiceFixture there;
  const auto planned = plan(there);
  REQUIRE(planned);
  const Change& change = planned->changes.at(0);
  CHECK(words_of(change.apply, k_words) == "set <captured /base> 90");
  CHECK(words_of(*change.revert, k_words) == "set <captured /base> 0");
  CHECK(words_of(change.plant.back()).ends_with("set <captured /base> 0"));
  const auto captured = capture_value(change, printed("base: 1700000000.25\n"));
  REQUIRE(captured);
  CHECK(*captured == Json{{"base", "1700000000.25"}});
  CHECK(words_of(planned->proofs.at(0).look, k_words) ==
        "look /run/gameday/1a2b3c4d.fault.mine.db-a.clock 90");
}

TEST_CASE("a clock that is neither right nor as far off as we set it was set by someone else") {
  const ServiceFixture there;
  const auto planned = plan(there);
  REQUIRE(planned);
  const Verify& verify = planned->changes.at(0).verify;
  CHECK(read_seen(verify, printed("skewed\n")) == Seen::in_force);
  CHECK(read_seen(verify, printed("right\n")) == Seen::gone);
  CHECK(read_seen(verify, printed("off by 12.0 s\n")) == Seen::foreign);
}

TEST_CASE("a clock that is also this machine's is not touched") {
  ServiceFixture there;
  for (const char* transport : {"local", "lab"}) {
    there.inventory.hosts["db-a"].transport = transport;
    const auto planned = plan(there);
    REQUIRE_FALSE(planned);
    CHECK(planned.error().text().find("faketime") != std::string::npos);
  }
  there.inventory.hosts["db-a"].transport = "kubectl";
  CHECK(plan(there));
}
