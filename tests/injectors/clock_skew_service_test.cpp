// SPDX-License-Identifier: Apache-2.0
// A service under libfaketime is seen in tests/drills/run/clock_here_test.cpp.
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "injectors/injectors.hpp"
#include "tests/injectors/service_fixture.hpp"

using namespace gameday;

namespace {

constexpr std::size_t k_words = 4;        ///< behind perl -e PROGRAM --
const std::string k_ahead = "x2b39300a";  ///< "+90\n"

Params params(const std::string& file) {
  Params given;
  given.set("host", std::string{"db-a"});
  given.set("how", std::string{"faketime"});
  given.set("by", Duration{std::chrono::seconds{90}});
  if (!file.empty()) given.set("file", file);
  return given;
}

Outcome printed(const std::string& text) { return {true, 0, text, {}, {}}; }

}  // namespace

TEST_CASE("the offset is written to the file, and what was there comes back byte for byte") {
  const ServiceFixture there;
  const auto plan = there.plan(k_injector_clock_skew, params("/run/offset"));
  REQUIRE(plan);
  const Change& change = plan->changes.at(0);
  CHECK(words_of(*change.capture, k_words) == "read /run/offset " + k_ahead);
  CHECK(words_of(change.apply, k_words) == "write /run/offset " + k_ahead);
  CHECK(words_of(*change.revert, k_words) == "write /run/offset <captured /was>");
  const auto captured = capture_value(change, printed("is: x2b300a\n"));
  REQUIRE(captured);
  const auto ready = resolve(change, *captured, WallTime{});
  REQUIRE(ready);
  CHECK(read_seen(ready->verify, printed("is: " + k_ahead + "\n")) == Seen::in_force);
  CHECK(read_seen(ready->verify, printed("is: x2b300a\n")) == Seen::gone);
  CHECK(read_seen(ready->verify, printed("is: x2b310a\n")) == Seen::foreign);
}

TEST_CASE("the service itself is asked where something says how") {
  const ServiceFixture there;
  Params given = params("/run/offset");
  CHECK(there.plan(k_injector_clock_skew, given).value().proofs.size() == 1);
  given.set("asks", std::vector<std::string>{"cat", "/run/now"});
  const auto plan = there.plan(k_injector_clock_skew, given);
  REQUIRE(plan);
  REQUIRE(plan->proofs.size() == 2);
  CHECK(words_of(plan->proofs.at(1).look, k_words) == "90 cat /run/now");
}

TEST_CASE("without a file there is nothing to write to") {
  const ServiceFixture there;
  CHECK_FALSE(there.plan(k_injector_clock_skew, params("")));
  CHECK_FALSE(there.plan(k_injector_clock_skew, params("offset")));
}
