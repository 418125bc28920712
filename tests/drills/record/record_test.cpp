// SPDX-License-Identifier: Apache-2.0
#include "drills/record/record.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "drills/record/disk.hpp"
#include "drills/record/journal.hpp"
#include "drills/record/timeline.hpp"
#include "tests/drills/record/scratch.hpp"
#include "tests/fakes/sample_record.hpp"
#include "tests/fakes/stored_run.hpp"

namespace gameday {
namespace {

namespace fs = std::filesystem;
using fakes::met_record;

/// The kinds that the drill of the catalog names; they live above this part.
Vocabulary vocabulary() {
  static const std::vector<ParamSpec> http{{"url", ParamType::text, true, "the page"},
                                           {"expect", ParamType::table, false, "what is right"}};
  static const std::vector<ParamSpec> tcp{{"target", ParamType::text, true, "address:port"}};
  return {.probes = {{"http", http}, {"tcp", tcp}, {"postgres", {}}},
          .ledgers = {{"postgres", {}}}};
}

void append(const fs::path& file, std::string_view text) {
  std::ofstream{file, std::ios::app | std::ios::binary} << text;
}

/// Replaces the whole line that has the text in it, or takes it out.
void change_line(const fs::path& file, std::string_view with, std::string_view replacement) {
  std::string text = read_file(file).value();
  const std::size_t found = text.find(with);
  REQUIRE(found != std::string::npos);
  const std::size_t begin = text.rfind('\n', found) + 1;
  text.replace(begin, text.find('\n', found) + 1 - begin, replacement);
  REQUIRE(write_synced(file, text).has_value());
}

TEST_CASE("a run is read back as it was recorded") {
  const Scratch scratch;
  const Record written = met_record();
  const Result<Record> read = read_record(fakes::store_run(scratch.path, written), vocabulary());
  REQUIRE(read.has_value());
  CHECK(read->damage.empty());
  CHECK(read->run == "region_blackhole/20261123T100000Z-1a2b3c4d");
  CHECK(read->definition.drill.name == "region_blackhole");
  CHECK(read->definition.runbook.steps.size() == 3);
  CHECK(read->definition.inventory.hosts.contains("db-a"));
  CHECK(read->plan_sha256 == written.plan_sha256);
  CHECK(read->drill_sha256.size() == 64);
  CHECK(read->record_sha256.size() == 64);
  REQUIRE(read->events.size() == written.events.size());
  for (std::size_t index = 0; index < written.events.size(); ++index) {
    CHECK(to_json(read->events[index]) == to_json(written.events[index]));
  }
  const Samples& samples = read->probes.at("shop");
  REQUIRE(samples.size() == written.probes.at("shop").size());
  CHECK(std::ranges::is_sorted(samples, {}, &Sample::sent));
  CHECK(read->ledgers.at("orders").writes.size() == written.ledgers.at("orders").writes.size());
  REQUIRE(read->ledgers.at("orders").readings.size() == 3);
  CHECK(read->ledgers.at("orders").readings[0].about.reading == events::Reading::isolated);
  CHECK(read->ledgers.at("orders").readings[2].ids == written.ledgers.at("orders").readings[2].ids);
}

TEST_CASE("the same run is the same wherever its folder lies") {
  const Scratch scratch;
  const fs::path folder = fakes::store_run(scratch.path, met_record());
  const auto here = read_record(folder, vocabulary());
  fs::rename(folder, scratch.path / "moved");
  const auto there = read_record(scratch.path / "moved", vocabulary());
  REQUIRE(there.has_value());
  CHECK(there->run == here->run);
  CHECK(there->record_sha256 == here->record_sha256);
}

TEST_CASE("one changed byte of the record changes its digest") {
  const Scratch scratch;
  const fs::path folder = fakes::store_run(scratch.path, met_record());
  const std::string before = read_record(folder, vocabulary())->record_sha256;
  for (const char* name :
       {"timeline.jsonl", "samples.jsonl", "writes.jsonl", "ledgers/orders.after_heal.json"}) {
    CAPTURE(name);
    const std::string text = read_file(folder / name).value();
    append(folder / name, " ");
    CHECK(read_record(folder, vocabulary())->record_sha256 != before);
    REQUIRE(write_synced(folder / name, text).has_value());
  }
  CHECK(read_record(folder, vocabulary())->record_sha256 == before);
}

TEST_CASE("a torn last line is left out and told; the rest is read") {
  const Scratch scratch;
  const fs::path folder = fakes::store_run(scratch.path, met_record());
  append(folder / "samples.jsonl", R"({"crc":"01234567","seq":1208,"p":"sh)");
  const auto read = read_record(folder, vocabulary());
  REQUIRE(read.has_value());
  REQUIRE(read->damage.size() == 1);
  CHECK(read->damage[0].find("torn") != std::string::npos);
  CHECK(read->probes.at("shop").size() == met_record().probes.at("shop").size());
}

TEST_CASE("a line that was changed, taken out or put in is told") {
  const Scratch scratch;
  const fs::path folder = fakes::store_run(scratch.path, met_record());
  const fs::path file = folder / "timeline.jsonl";
  SUBCASE("changed") { change_line(file, "fault_proven", "{\"crc\":\"00000000\",\"seq\":9}\n"); }
  SUBCASE("taken out") { change_line(file, "fault_proven", ""); }
  SUBCASE("not of ours") { change_line(file, "fault_proven", "\x01\xff garbage\n"); }
  const auto read = read_record(folder, vocabulary());
  REQUIRE(read.has_value());
  CHECK(read->damage.size() == 1);
  CHECK(read->events.size() == met_record().events.size() - 1);
}

TEST_CASE("a damaged reading is no reading") {
  const Scratch scratch;
  const fs::path folder = fakes::store_run(scratch.path, met_record());
  REQUIRE(write_synced(folder / "ledgers/orders.after_heal.json", "{}").has_value());
  const auto read = read_record(folder, vocabulary());
  REQUIRE(read.has_value());
  CHECK(read->damage == std::vector<std::string>{"ledgers/orders.after_heal.json is damaged"});
  CHECK(read->ledgers.at("orders").readings.size() == 2);
}

TEST_CASE("what is missing of a record is told, not fatal; a rotten one is told in short") {
  const Scratch scratch;
  const fs::path folder = fakes::store_run(scratch.path, met_record());
  fs::remove(folder / "writes.jsonl");
  fs::remove(folder / "plan.json");
  std::string rot;
  for (int i = 0; i < 1000; ++i) rot += "rot\n";
  REQUIRE(write_synced(folder / "samples.jsonl", rot).has_value());
  const auto read = read_record(folder, vocabulary());
  REQUIRE(read.has_value());
  CHECK(read->probes.empty());
  CHECK(read->damage.size() < 30);
  CHECK(read->damage.back().find("more") != std::string::npos);
}

TEST_CASE("a folder without a drill, and a drill that cannot be read, are errors") {
  const Scratch scratch;
  CHECK(read_record(scratch.path / "nowhere", vocabulary()).error().kind == ErrorKind::absent);
  CHECK(read_record(scratch.path, vocabulary()).error().kind == ErrorKind::absent);
  const fs::path folder = fakes::store_run(scratch.path, met_record());
  REQUIRE(write_synced(folder / "drill.toml", "drill = ").has_value());
  CHECK(read_record(folder, vocabulary()).error().kind == ErrorKind::bad_input);
}

TEST_CASE("what the journal does not know to be gone may be in force; what is held is not told") {
  const Scratch scratch;
  const fs::path folder = fakes::store_run(scratch.path, met_record());
  {
    JournalHead head;
    head.run_id = "1a2b3c4d";
    Journal journal = Journal::create(folder / "journal.jsonl", head).value();
    Change fault;
    fault.id = "fault.cut";
    Change gone = fault;
    gone.id = "fault.gone";
    Change promotion = fault;
    promotion.id = "step.promote";
    promotion.on_death = promotion.on_abort = Fate::hold;
    REQUIRE(journal.write(fault, ChangeState::verified).has_value());
    REQUIRE(journal.write(gone, ChangeState::reverted).has_value());
    REQUIRE(journal.write(promotion, ChangeState::verified).has_value());
  }
  CHECK(read_record(folder, vocabulary())->in_force == std::vector<std::string>{"fault.cut"});
}

}  // namespace
}  // namespace gameday
