// SPDX-License-Identifier: Apache-2.0
#include "drills/run/series.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace gameday {
namespace {

using namespace std::chrono_literals;

class CountingRecorder : public Recorder {
 public:
  void event(const Event& /*event*/) override {}
  void sample(std::string_view /*probe*/, const Sample& /*sample*/) override { ++samples; }
  void write(std::string_view /*ledger*/, const Write& /*write*/) override { ++writes; }
  Result<void> reading(const LedgerReading& /*reading*/) override { return {}; }
  Result<void> flush() override { return {}; }
  int samples = 0;
  int writes = 0;
};

Sample sample_at(Duration sent, bool good) {
  Sample sample;
  sample.intended = sample.sent = Instant{sent};
  sample.done = Instant{sent + 5ms};
  sample.good = good;
  return sample;
}

TEST_CASE("samples are kept in the order in which they were sent") {
  CountingRecorder recorder;
  Series series(recorder, [](const events::InstrumentTurned&) {});
  for (const Duration sent : {10ms, 30ms, 20ms, 50ms, 40ms}) {
    series.sample("shop", sample_at(sent, true));
  }
  const Samples samples = series.of("shop", Instant{20ms});
  REQUIRE(samples.size() == 4);
  for (std::size_t i = 1; i < samples.size(); ++i) CHECK(samples[i - 1].sent < samples[i].sent);
  CHECK(recorder.samples == 5);
  CHECK(series.count("shop") == 5);
  CHECK(series.of("none", Instant{}).empty());
}

TEST_CASE("a copy of many samples is whole, also where several were sent at one time") {
  CountingRecorder recorder;
  Series series(recorder, [](const events::InstrumentTurned&) {});
  for (int at = 0; at < 2000; ++at) series.sample("shop", sample_at(at / 3 * 1ms, true));
  const Samples all = series.of("shop", Instant{});
  CHECK(all.size() == 2000);
  CHECK(std::ranges::is_sorted(all, {}, &Sample::sent));
  CHECK(series.of("shop", Instant{300ms}).size() == 2000 - 900);
}

TEST_CASE("each turn is told once, with the time the sample was sent") {
  CountingRecorder recorder;
  std::vector<events::InstrumentTurned> turns;
  Series series(recorder, [&](const events::InstrumentTurned& turn) { turns.push_back(turn); });
  for (const auto& [sent, good] : std::vector<std::pair<Duration, bool>>{
           {10ms, true}, {20ms, true}, {30ms, false}, {40ms, false}, {50ms, true}}) {
    series.sample("shop", sample_at(sent, good));
  }
  REQUIRE(turns.size() == 3);
  CHECK(turns[0].good);
  CHECK_FALSE(turns[1].good);
  CHECK(turns[1].since == Instant{30ms});
  CHECK(turns[2].since == Instant{50ms});
}

TEST_CASE("a time-out of before the recovery does not turn an instrument bad again") {
  CountingRecorder recorder;
  std::vector<events::InstrumentTurned> turns;
  Series series(recorder, [&](const events::InstrumentTurned& turn) { turns.push_back(turn); });
  series.sample("shop", sample_at(10ms, false));
  series.sample("shop", sample_at(50ms, true));
  series.sample("shop", sample_at(20ms, false));
  series.sample("shop", sample_at(60ms, true));
  CHECK(turns.size() == 2);
  CHECK(series.count("shop") == 4);
}

TEST_CASE("a ledger's write is a sample of the write path") {
  CountingRecorder recorder;
  Series series(recorder, [](const events::InstrumentTurned&) {});
  Write write;
  write.id = 1;
  write.sent = Instant{10ms};
  write.result = WriteResult::in_doubt;
  series.write("orders", write);
  REQUIRE(series.of("orders", Instant{}).size() == 1);
  CHECK_FALSE(series.of("orders", Instant{}).front().good);
  CHECK(recorder.writes == 1);
  CHECK(series.instruments() == std::vector<std::string>{"orders"});
}

TEST_CASE("each sample is told of when it is known, a write like any other") {
  CountingRecorder recorder;
  std::vector<std::string> known;
  Series series(
      recorder, [](const events::InstrumentTurned&) {},
      [&](const std::string& instrument, const Sample& sample) {
        CHECK(recorder.samples + recorder.writes == static_cast<int>(known.size()) + 1);
        known.push_back(instrument + (sample.good ? " good" : " bad"));
      });
  series.sample("shop", sample_at(20ms, false));
  series.sample("shop", sample_at(10ms, true));  // sent before it, and answered later
  Write write;
  write.result = WriteResult::acknowledged;
  series.write("orders", write);
  CHECK(known == std::vector<std::string>{"shop bad", "shop good", "orders good"});
}

}  // namespace
}  // namespace gameday
