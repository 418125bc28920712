// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/instrument.hpp"

#include <doctest/doctest.h>

#include <chrono>

#include "tests/drills/measure/support/await.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// Counts, and lets every request hang until it is told to end.
class Counting final : public Instrument {
 public:
  Counting(SamplerLoop& loop, Duration every, Duration timeout)
      : Instrument(loop, every, timeout) {}
  void end_one() { ended(); }

  std::vector<Instant> sent;
  int overflowed = 0;

 private:
  void send(Instant intended) override { sent.push_back(intended); }
  void overflow(Instant) override { ++overflowed; }
};

}  // namespace

TEST_CASE("an instrument sends on its schedule whatever became of what it sent, up to the limit") {
  const auto loop = test::make_loop();
  Counting instrument(*loop, 1ms, 3ms);
  const Instant first = SamplerLoop::now() + 2ms;
  instrument.go(first);
  REQUIRE(test::await(*loop, [&] { return instrument.overflowed > 0; }));
  REQUIRE(instrument.sent.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) CHECK(instrument.sent[i] == first + i * 1ms);
  SUBCASE("one that ends makes room for the next") {
    instrument.end_one();
    CHECK(test::await(*loop, [&] { return instrument.sent.size() == 6; }));
  }
}

TEST_CASE("an instrument at rest sends no more, and is idle when the last request has ended") {
  const auto loop = test::make_loop();
  Counting instrument(*loop, 1ms, 10ms);
  int idle = 0;
  instrument.when_idle([&] { ++idle; });
  CHECK(idle == 1);
  instrument.go(SamplerLoop::now());
  REQUIRE(test::await(*loop, [&] { return instrument.sent.size() >= 2; }));
  instrument.rest();
  const std::size_t sent = instrument.sent.size();
  instrument.when_idle([&] { ++idle; });
  for (std::size_t i = 0; i + 1 < sent; ++i) instrument.end_one();
  CHECK(idle == 1);
  instrument.end_one();
  CHECK(idle == 2);
  test::await(*loop, [] { return false; }, 5ms);
  CHECK(instrument.sent.size() == sent);
  SUBCASE("and goes on when told to, once") {
    instrument.go(SamplerLoop::now());
    instrument.go(SamplerLoop::now() - 1h);
    CHECK(test::await(*loop, [&] { return instrument.sent.size() > sent; }));
    CHECK(instrument.sent.size() < sent + 5);
  }
}

TEST_CASE("an unknown kind is bad input") {
  class Nobody final : public SampleSink {
    void sample(const std::string&, const Sample&) override {}
    void write(const std::string&, const Write&) override {}
  } sink;
  const auto loop = test::make_loop();
  ProbeSpec probe;
  probe.kind = "telepathy";
  CHECK(make_instrument(probe, {}, *loop, sink).error().kind == ErrorKind::bad_input);
  LedgerTarget ledger;
  ledger.spec.kind = "clay";
  CHECK(make_instrument(ledger, {}, *loop, sink).error().kind == ErrorKind::bad_input);
}
