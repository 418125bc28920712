// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/flight.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "tests/drills/measure/support/await.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

ProbeSpec make_spec() {
  ProbeSpec spec;
  spec.name = "some";
  spec.every = 10ms;
  spec.timeout = 20ms;
  return spec;
}

}  // namespace

TEST_CASE("a right answer in time is a good sample, told once") {
  const auto loop = test::make_loop();
  const ProbeSpec spec = make_spec();
  Samples samples;
  const Instant intended = SamplerLoop::now() - 1ms;
  const auto flight = Flight::begin(*loop, spec, intended,
                                    [&](const Sample& sample) { samples.push_back(sample); });
  CHECK_FALSE(flight->ended());
  flight->sample().region = "region-a";
  flight->end();
  flight->end("too late to matter");
  CHECK(flight->ended());
  REQUIRE(samples.size() == 1);
  CHECK(samples[0].good);
  CHECK(samples[0].region == "region-a");
  CHECK(samples[0].intended == intended);
  CHECK(samples[0].sent > intended);
  CHECK(samples[0].done >= samples[0].sent);
}

TEST_CASE("an error is a bad sample that says why") {
  const auto loop = test::make_loop();
  const ProbeSpec spec = make_spec();
  Sample got;
  Flight::begin(*loop, spec, SamplerLoop::now(), [&](const Sample& sample) {
    got = sample;
  })->end("refused");
  CHECK_FALSE(got.good);
  CHECK(got.error == "refused");
}

TEST_CASE("without an end it is bad when its timeout has passed, and everything is let go") {
  const auto loop = test::make_loop();
  const ProbeSpec spec = make_spec();
  Samples samples;
  bool cleaned = false;
  std::weak_ptr<Flight> weak;
  {
    const auto flight = Flight::begin(*loop, spec, SamplerLoop::now(), [&](const Sample& sample) {
      CHECK(cleaned);
      samples.push_back(sample);
    });
    flight->on_end([&] { cleaned = true; });
    weak = flight;
  }
  REQUIRE(test::await(*loop, [&] { return !samples.empty(); }));
  CHECK_FALSE(samples[0].good);
  CHECK(samples[0].error == "no answer within 20ms");
  CHECK(samples[0].done - samples[0].sent >= 20ms);
  CHECK(weak.expired());
}

TEST_CASE("a right answer that comes after good_within is bad") {
  const auto loop = test::make_loop();
  ProbeSpec spec = make_spec();
  spec.timeout = 10s;
  spec.good_within = 1ms;
  Sample got;
  const auto flight = Flight::begin(*loop, spec, SamplerLoop::now(),
                                    [&](Sample sample) { got = std::move(sample); });
  loop->set_alarm(SamplerLoop::now() + 3ms, [&] { flight->end(); });
  REQUIRE(test::await(*loop, [&] { return flight->ended(); }));
  CHECK_FALSE(got.good);
  CHECK(got.error.starts_with("right, but after "));
  SUBCASE("one within it is good") {
    spec.good_within = 5s;
    Flight::begin(*loop, spec, SamplerLoop::now(), [&](Sample sample) {
      got = std::move(sample);
    })->end();
    CHECK(got.good);
  }
}

TEST_CASE("what no probe can be is refused") {
  CHECK(check_probe(make_spec()));
  ProbeSpec still = make_spec();
  still.every = 0ns;
  CHECK(check_probe(still).error().kind == ErrorKind::bad_input);
  ProbeSpec hasty = make_spec();
  hasty.timeout = 0ns;
  CHECK(check_probe(hasty).error().kind == ErrorKind::bad_input);
  ProbeSpec pooled = make_spec();
  pooled.client = "pooled";
  CHECK(check_probe(pooled).error().kind == ErrorKind::bad_input);
  CHECK(check_probe(pooled, k_without_pool).error().kind == ErrorKind::bad_input);
  CHECK(check_probe(pooled, k_all_classes));
}
