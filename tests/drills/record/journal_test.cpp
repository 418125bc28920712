// SPDX-License-Identifier: Apache-2.0
#include "drills/record/journal.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/drills/record/scratch.hpp"

namespace gameday {
namespace {

using namespace std::chrono_literals;

JournalHead a_head() {
  return {.run_id = "0badcafe",
          .boot_id = "boot",
          .pid = 42,
          .start_time = 7,
          .started_at = "2026-11-23T10:00:00Z",
          .lab = "default",
          .lab_identity = "5:6:7"};
}

Change a_change(const std::string& id) {
  Change change;
  change.id = id;
  change.summary = "makes " + id;
  change.apply.what = Exec{{std::string{"make"}, id}};
  change.verify.look.what = Exec{{std::string{"look"}, id}};
  change.verify.in_force.status = 0;
  change.verify.gone.status = 1;
  change.revert = Action{{}, 1s, Exec{{std::string{"unmake"}, id}}};
  return change;
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

void put_bytes(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream{file, std::ios::binary | std::ios::trunc} << bytes;
}

/// A journal with a bit of everything; gives the number of bytes after each record.
std::vector<std::size_t> fill(const std::filesystem::path& file) {
  std::vector<std::size_t> ends;
  auto journal = Journal::create(file, a_head()).value();
  ends.push_back(bytes_of(file).size());
  journal.watch([&](bool written) {
    if (written) ends.push_back(bytes_of(file).size());
  });
  REQUIRE(journal.write_fence(a_change("fence")));
  REQUIRE(journal.write(a_change("a"), ChangeState::intended));
  REQUIRE(journal.write(a_change("a"), ChangeState::applied));
  REQUIRE(journal.write_point_of_no_return("promote-b"));
  REQUIRE(journal.write(a_change("b"), ChangeState::intended));
  REQUIRE(journal.write(a_change("a"), ChangeState::stuck, "why \xff not"));
  REQUIRE(journal.write_fenced());
  REQUIRE(journal.close());
  return ends;
}

TEST_CASE("what is written is read back, each change in its last state") {
  const Scratch scratch;
  fill(scratch.path / "journal.jsonl");
  const auto content = read_journal(scratch.path / "journal.jsonl").value();
  CHECK(content.head.run_id == "0badcafe");
  CHECK(content.head.lab == "default");
  CHECK(content.head.start_time == 7);
  REQUIRE(content.entries.size() == 2);
  CHECK(content.entries[0].change == a_change("a"));
  CHECK(content.entries[0].state == ChangeState::stuck);
  CHECK(content.entries[0].error.starts_with("why "));
  CHECK(content.entries[0].applied_at >= content.entries[0].intended_at);
  CHECK(content.entries[0].intended_at > 0);
  CHECK(content.entries[1].state == ChangeState::intended);
  CHECK(content.entries[1].applied_at == 0);
  CHECK(content.point_of_no_return_step == "promote-b");
  CHECK(content.fence == a_change("fence"));
  CHECK((content.fenced && content.closed && !content.torn));
}

TEST_CASE("cut at any byte, the whole records before the cut are kept") {
  const Scratch scratch;
  const auto file = scratch.path / "journal.jsonl";
  const auto ends = fill(file);
  const std::string whole = bytes_of(file);
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    put_bytes(file, whole.substr(0, cut));
    std::size_t records = 0;
    while (records < ends.size() && ends[records] <= cut) ++records;
    const auto content = read_journal(file);
    REQUIRE(content.has_value() == (records > 0));
    if (!content) continue;
    CHECK(content->torn == (ends[records - 1] != cut));
    CHECK(content->fence.has_value() == (records > 1));
    CHECK(content->entries.size() == (records > 5 ? 2U : records > 2 ? 1U : 0U));
    CHECK(content->point_of_no_return == (records > 4));
    CHECK(content->closed == (records > 8));
  }
}

TEST_CASE("a changed byte anywhere never crashes and never adds anything") {
  const Scratch scratch;
  const auto file = scratch.path / "journal.jsonl";
  fill(file);
  const std::string whole = bytes_of(file);
  for (std::size_t at = 0; at < whole.size(); at += 3) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
    put_bytes(file, damaged);
    const auto content = read_journal(file);
    if (content) CHECK(content->torn);
  }
}

TEST_CASE("a torn end is cut off before anything is added behind it") {
  const Scratch scratch;
  const auto file = scratch.path / "journal.jsonl";
  {
    REQUIRE(Journal::create(file, a_head()).value().write(a_change("a"), ChangeState::intended));
  }
  put_bytes(file, bytes_of(file) + R"({"crc":"1234)");
  CHECK(read_journal(file).value().torn);
  REQUIRE(Journal::adopt(file, 0ms).value().write(a_change("a"), ChangeState::reverted));
  const auto content = read_journal(file).value();
  CHECK_FALSE(content.torn);
  CHECK(content.entries.at(0).state == ChangeState::reverted);
}

TEST_CASE("it has one owner at a time, for whom one may wait") {
  const Scratch scratch;
  const auto file = scratch.path / "journal.jsonl";
  auto owner = std::make_unique<Journal>(Journal::create(file, a_head()).value());
  CHECK(Journal::adopt(file, 20ms).error().kind == ErrorKind::timeout);
  CHECK(read_journal(file).has_value());
  std::thread waits{[&] { CHECK(Journal::adopt(file, 10s).has_value()); }};
  owner.reset();
  waits.join();
  CHECK(Journal::adopt(scratch.path / "none", 0ms).error().kind == ErrorKind::absent);
  CHECK(Journal::create(file, a_head()).error().kind == ErrorKind::failed);
}

TEST_CASE("it is nobody else's to read") {
  const Scratch scratch;
  const auto file = scratch.path / "journal.jsonl";
  fill(file);
  struct stat about{};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE("a full disk: the record is not on it, what was before still is, and later ones are") {
  const Scratch scratch;
  const auto file = scratch.path / "journal.jsonl";
  auto journal = Journal::create(file, a_head()).value();
  REQUIRE(journal.write(a_change("a"), ChangeState::intended));
  rlimit before{};
  REQUIRE(getrlimit(RLIMIT_FSIZE, &before) == 0);
  const rlimit tight{bytes_of(file).size() + 30, before.rlim_max};
  auto* old_handler = std::signal(SIGXFSZ, SIG_IGN);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &tight) == 0);
  const auto refused = journal.write(a_change("b"), ChangeState::intended);
  REQUIRE(setrlimit(RLIMIT_FSIZE, &before) == 0);
  std::signal(SIGXFSZ, old_handler);
  CHECK_FALSE(refused.has_value());
  CHECK(journal.content().entries.size() == 1);
  REQUIRE(journal.write(a_change("c"), ChangeState::intended));
  const auto content = read_journal(file).value();
  CHECK_FALSE(content.torn);
  REQUIRE(content.entries.size() == 2);
  CHECK(content.entries[1].change.id == "c");
}

TEST_CASE("several threads may write") {
  const Scratch scratch;
  const auto file = scratch.path / "journal.jsonl";
  auto journal = Journal::create(file, a_head()).value();
  std::vector<std::thread> threads;
  for (int number = 0; number < 4; ++number) {
    threads.emplace_back([&journal, number] {
      for (int round = 0; round < 5; ++round) {
        (void)journal.write(a_change(std::to_string(number)), ChangeState::intended);
        (void)journal.content();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(read_journal(file).value().entries.size() == 4);
  CHECK_FALSE(read_journal(file).value().torn);
}

TEST_CASE("rubbish is no journal") {
  const Scratch scratch;
  put_bytes(scratch.path / "empty", "");
  put_bytes(scratch.path / "rubbish", std::string(5000, '\n') + "\x01\x02{}");
  put_bytes(scratch.path / "begun", R"({"crc":"12)");
  CHECK(read_journal(scratch.path / "empty").error().kind == ErrorKind::bad_input);
  CHECK(read_journal(scratch.path / "begun").error().kind == ErrorKind::bad_input);
  CHECK(read_journal(scratch.path / "rubbish").error().kind == ErrorKind::failed);
  CHECK(read_journal(scratch.path / "none").error().kind == ErrorKind::absent);
}

}  // namespace
}  // namespace gameday
