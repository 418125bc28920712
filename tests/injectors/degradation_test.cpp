// SPDX-License-Identifier: Apache-2.0
#include "injectors/degradation.hpp"

#include <doctest/doctest.h>

#include "tests/injectors/two_regions.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

Result<Degradation> read(const Params& params) {
  const Inventory inventory = two_regions();
  return read_degradation(params, {.run_id = "0123abcd", .fault = "x", .inventory = inventory});
}

Params delay_of(Duration delay, Duration jitter = {}) {
  Params params;
  params.set("delay", delay);
  if (jitter != Duration{}) params.set("jitter", jitter);
  return params;
}

}  // namespace

TEST_CASE("a rate is a whole number with its unit") {
  CHECK(parse_rate("512kbit") == 512'000);
  CHECK(parse_rate("10mbit") == 10'000'000);
  CHECK(parse_rate("100gbit") == 100'000'000'000);
  for (const char* text : {"", "10", "mbit", "-1mbit", "10 mbit", "10Mbit", "1.5mbit", "7kbit",
                           "101gbit", "99999999999999999999kbit", "10mbits"}) {
    CAPTURE(text);
    CHECK(parse_rate(text) == 0);
  }
}

TEST_CASE("what is given is read and told in the operator's words") {
  Params params = delay_of(40ms, 5ms);
  params.set("loss", 1.5);
  params.set("reorder", 25.0);
  params.set("rate", std::string{"10mbit"});
  const auto what = read(params);
  REQUIRE(what);
  CHECK(what->delay == Duration{40ms});
  CHECK(what->rate == 10'000'000);
  CHECK(describe(*what) == "delay 40ms, jitter 5ms, loss 1.5 %, reorder 25 %, rate 10mbit");
  params = {};
  params.set("rate", std::string{"1500kbit"});
  CHECK(describe(*read(params)) == "rate 1500kbit");
}

TEST_CASE("what is out of range, or needs something else, is refused by its name") {
  const auto refused = [](const Params& params, const char* why) {
    CAPTURE(why);
    const auto what = read(params);
    REQUIRE_FALSE(what);
    CHECK(what.error().kind == ErrorKind::bad_input);
    CHECK(has(what.error().text(), why));
  };
  refused({}, "nothing is to be worse");
  refused(delay_of(1ms), "`delay`");
  refused(delay_of(11s), "`delay`");
  refused(delay_of(40ms, 21ms), "`jitter`");
  refused(delay_of(40ms, -1ms), "`jitter`");
  for (const double share : {0.001, -1.0, 100.5}) {
    Params params;
    params.set("loss", share);
    refused(params, "`loss`");
  }
  Params params;
  params.set("reorder", 10.0);
  refused(params, "`reorder` needs a `delay`");
  params = delay_of(40ms);
  params.set("rate", std::string{"fast"});
  refused(params, "`rate`");
}

}  // namespace gameday
