// SPDX-License-Identifier: Apache-2.0
#include "drills/record/timeline.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

#include <csignal>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "drills/record/disk.hpp"
#include "drills/record/ledger_file.hpp"
#include "drills/record/sample_line.hpp"
#include "drills/record/sealed_line.hpp"
#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

std::vector<Json> lines_of(const std::filesystem::path& file) {
  std::vector<Json> lines;
  const auto read = read_lines(
      file,
      [&](std::string_view text, bool whole) {
        REQUIRE(whole);
        const auto json = unseal(text, lines.size());
        REQUIRE(json.has_value());
        lines.push_back(*json);
      },
      [](std::string_view) {});
  REQUIRE(read.has_value());
  return lines;
}

Sample a_sample(std::int64_t at) {
  Sample sample;
  sample.intended = sample.sent = from_ns(at);
  sample.done = from_ns(at + 5);
  sample.good = true;
  return sample;
}

TEST_CASE("what was handed over is on the disk when flush returns, each kind in its own file") {
  const Scratch scratch;
  auto recorder = Recorder::open(scratch.path).value();
  recorder->event({from_ns(1), events::Note{"first"}});
  recorder->event({from_ns(2), events::Tick{}});
  recorder->event({from_ns(3), events::Note{"not UTF-8: \xff"}});
  recorder->sample("shop", a_sample(10));
  recorder->write("orders", Write{1, from_ns(1), from_ns(2), from_ns(3), {}, "", ""});
  REQUIRE(recorder->flush().has_value());
  const auto timeline = lines_of(scratch.path / "timeline.jsonl");
  REQUIRE(timeline.size() == 2);  // time going by is not stored
  CHECK(timeline[0]["text"] == "first");
  CHECK(timeline[1]["t"] == 3);
  CHECK(lines_of(scratch.path / "samples.jsonl").size() == 1);
  CHECK(lines_of(scratch.path / "writes.jsonl").size() == 1);
}

TEST_CASE("what is written from many threads is all there, in the order of each") {
  const Scratch scratch;
  constexpr std::int64_t k_each = 2000;
  {
    auto recorder = Recorder::open(scratch.path).value();
    std::vector<std::thread> threads;
    for (const char* name : {"a", "b", "c", "d"}) {
      threads.emplace_back([&recorder, name] {
        for (std::int64_t at = 0; at < k_each; ++at) recorder->sample(name, a_sample(at));
      });
    }
    for (std::thread& thread : threads) thread.join();
  }  // going away writes what is left
  std::map<std::string, std::int64_t> next;
  for (const Json& json : lines_of(scratch.path / "samples.jsonl")) {
    const auto sample = sample_from(json);
    REQUIRE(sample.has_value());
    CHECK(sample->value.sent == from_ns(next[sample->name]++));
  }
  CHECK(next == std::map<std::string, std::int64_t>{
                    {"a", k_each}, {"b", k_each}, {"c", k_each}, {"d", k_each}});
}

TEST_CASE("a record that is there already is never written into") {
  const Scratch scratch;
  REQUIRE(Recorder::open(scratch.path).has_value());
  CHECK_FALSE(Recorder::open(scratch.path).has_value());
  CHECK_FALSE(Recorder::open(scratch.path / "nowhere").has_value());
}

TEST_CASE("a reading is on the disk when it returns") {
  const Scratch scratch;
  std::filesystem::create_directory(scratch.path / "ledgers");
  auto recorder = Recorder::open(scratch.path).value();
  LedgerReading reading{{"orders", events::Reading::isolated, "db-a", true, 2, {}, ""}, {1, 2}};
  REQUIRE(recorder->reading(reading).has_value());
  const auto back =
      ledger_from_text(read_file(scratch.path / "ledgers/orders.isolated.json").value());
  REQUIRE(back.has_value());
  CHECK(back->ids == reading.ids);
}

TEST_CASE("a full disk is told by flush, and what was written before stays readable") {
  const Scratch scratch;
  auto recorder = Recorder::open(scratch.path).value();
  recorder->event({from_ns(1), events::Note{"first"}});
  REQUIRE(recorder->flush().has_value());
  const auto before = std::signal(SIGXFSZ, SIG_IGN);
  rlimit old{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &old) == 0);
  const rlimit tight{200, old.rlim_max};
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &tight) == 0);
  for (int i = 0; i < 10; ++i) recorder->event({from_ns(i), events::Note{"more and more"}});
  const auto flushed = recorder->flush();
  REQUIRE(::setrlimit(RLIMIT_FSIZE, &old) == 0);
  std::signal(SIGXFSZ, before);
  REQUIRE_FALSE(flushed.has_value());
  CHECK(flushed.error().where.find("timeline.jsonl") != std::string::npos);
  recorder->event({from_ns(99), events::Note{"after"}});
  CHECK_FALSE(recorder->flush().has_value());
  CHECK(std::filesystem::file_size(scratch.path / "timeline.jsonl") <= 200);
}

}  // namespace
}  // namespace gameday
