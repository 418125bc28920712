// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/accounting.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <numeric>
#include <random>
#include <set>

using namespace gameday;
using namespace std::chrono_literals;

namespace {

constexpr auto k_ok = WriteResult::acknowledged;
constexpr auto k_doubt = WriteResult::in_doubt;
constexpr auto k_no = WriteResult::refused;
constexpr Moment k_onset{Instant{10s}, Instant{10'010ms}};

/// Write number `id`, sent at id * 10 ms and done 2 ms later.
Write make_write(std::int64_t id, WriteResult result, std::string region = {}) {
  Write write;
  write.id = id;
  write.intended = write.sent = Instant{id * 10ms};
  write.done = write.sent + 2ms;
  write.result = result;
  write.region = std::move(region);
  return write;
}

std::vector<Write> make_writes(std::int64_t from, std::int64_t to, WriteResult result = k_ok) {
  std::vector<Write> writes;
  for (std::int64_t id = from; id < to; ++id) writes.push_back(make_write(id, result));
  return writes;
}

using Ids = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("the sets of a reading") {
  struct Row {
    const char* what;
    std::vector<std::pair<std::int64_t, WriteResult>> writes;
    Ids read;
    std::uint64_t lost, recovered, unexpected, duplicated;
  };
  const Row rows[] = {
      {"nothing at all", {}, {}, 0, 0, 0, 0},
      {"all read", {{1, k_ok}, {2, k_ok}}, {1, 2}, 0, 0, 0, 0},
      {"lost: acknowledged and not read", {{1, k_ok}, {2, k_ok}, {3, k_ok}}, {2}, 2, 0, 0, 0},
      {"recovered: in doubt and read", {{1, k_doubt}, {2, k_doubt}}, {2}, 0, 1, 0, 0},
      {"in doubt and not read is no loss", {{1, k_doubt}}, {}, 0, 0, 0, 0},
      {"refused and not read is no loss", {{1, k_no}}, {}, 0, 0, 0, 0},
      {"refused, and read all the same, was attempted", {{1, k_no}}, {1}, 0, 0, 0, 0},
      {"unexpected: read and never attempted", {{5, k_ok}}, {-3, 4, 5, 6}, 0, 0, 3, 0},
      {"unexpected without any attempt", {}, {1, 1, 2}, 0, 0, 2, 1},
      {"duplicated: read more than once, counted once",
       {{1, k_ok}, {2, k_ok}},
       {1, 1, 1, 2},
       0,
       0,
       0,
       1},
      {"any order", {{3, k_ok}, {1, k_ok}, {2, k_doubt}}, {2, 3, 3, 9}, 1, 1, 1, 1},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    std::vector<Write> writes;
    writes.reserve(row.writes.size());
    for (const auto& [id, result] : row.writes) writes.push_back(make_write(id, result));
    const Account account = count_writes(writes, row.read, k_onset);
    CHECK(account.attempted == writes.size());
    CHECK(account.lost == row.lost);
    CHECK(account.lost_ids.size() == row.lost);
    CHECK(account.recovered == row.recovered);
    CHECK(account.unexpected == row.unexpected);
    CHECK(account.duplicated == row.duplicated);
  }
}

TEST_CASE("attempted, acknowledged and in doubt are counted from the writes alone") {
  const std::vector<Write> writes{make_write(1, k_ok), make_write(2, k_doubt), make_write(3, k_no),
                                  make_write(4, k_ok)};
  const Account account = count_writes(writes, Ids{1, 4}, k_onset);
  CHECK(account.attempted == 4);
  CHECK(account.acknowledged == 2);
  CHECK(account.in_doubt == 1);
  CHECK(account.rpo == Interval{0ns, 0ns});
}

TEST_CASE("the RPO in seconds: from the first lost write to the onset or the last lost one") {
  SUBCASE("lost before the onset: up to the onset") {
    // Write 900 is sent at 9.000 s and acknowledged at 9.002 s.
    const Account account = count_writes(
        make_writes(0, 950),
        [] {
          Ids ids(900);
          std::iota(ids.begin(), ids.end(), 0);
          return ids;
        }(),
        k_onset);
    CHECK(account.lost == 50);
    CHECK(account.lost_ids.front() == 900);
    CHECK(account.lost_ids.back() == 949);
    CHECK(account.rpo == Interval{998ms, 1010ms});
  }
  SUBCASE("acknowledged after the onset and lost: up to the last acknowledgement") {
    const Account account =
        count_writes({{make_write(1100, k_ok), make_write(1150, k_ok)}}, {}, k_onset);
    CHECK(account.rpo == Interval{500ms, 502ms});
  }
  SUBCASE("a single one after the onset is as long as it took") {
    CHECK(count_writes({{make_write(1100, k_ok)}}, {}, k_onset).rpo == Interval{0ms, 2ms});
  }
}

TEST_CASE("the arithmetic agrees with sets, for random histories") {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    std::vector<Write> writes;
    Ids read;
    std::set<std::int64_t> attempted, acknowledged, in_doubt, seen, twice;
    for (std::int64_t id = 0; id < 60; ++id) {
      const auto result = static_cast<WriteResult>(random() % 3);
      if (random() % 4 != 0) {
        writes.push_back(make_write(id, result));
        attempted.insert(id);
        if (result == k_ok) acknowledged.insert(id);
        if (result == k_doubt) in_doubt.insert(id);
      }
      for (auto copies = random() % 3; copies > 0; --copies) {
        if (!seen.insert(id).second) twice.insert(id);
        read.push_back(id);
      }
    }
    std::ranges::shuffle(writes, random);
    std::ranges::shuffle(read, random);
    const Account account = count_writes(writes, read, k_onset);
    Ids lost, unexpected, recovered;
    std::ranges::set_difference(acknowledged, seen, std::back_inserter(lost));
    std::ranges::set_difference(seen, attempted, std::back_inserter(unexpected));
    std::ranges::set_intersection(in_doubt, seen, std::back_inserter(recovered));
    REQUIRE(account.lost_ids == lost);
    REQUIRE(account.unexpected == unexpected.size());
    REQUIRE(account.recovered == recovered.size());
    REQUIRE(account.duplicated == twice.size());
  }
}

TEST_CASE("stranded: acknowledged by the isolated side after the onset") {
  std::vector<Write> writes = make_writes(990, 1001);  // up to 10.002 s: not surely after the onset
  writes.push_back(make_write(1002, k_ok, "region-a"));
  writes.push_back(make_write(1003, k_ok, "region-a"));
  writes.push_back(make_write(1004, k_doubt, "region-a"));
  writes.push_back(make_write(1005, k_ok, "region-b"));
  const Ids isolated{995, 1003, 1004, 1005};
  const Stranded all = count_stranded(writes, isolated, k_onset);
  CHECK(all.acknowledged == 3);
  CHECK(all.on_isolated_side == 2);
  const Stranded there = count_stranded(writes, isolated, k_onset, "region-a");
  CHECK(there.acknowledged == 2);
  CHECK(there.on_isolated_side == 1);
}

TEST_CASE("the evidence floor") {
  const auto weigh = [](const std::vector<Write>& writes, Duration target = 0s, bool both = true) {
    return weigh_evidence(writes, k_onset, 10ms, target, both);
  };
  SUBCASE("enough") {
    const Evidence evidence = weigh(make_writes(0, 1000));
    CHECK(evidence.enough);
    CHECK(evidence.reasons.empty());
    CHECK(evidence.resolution == 10ms);
  }
  SUBCASE("fifty writes before the onset are enough, forty-nine are not") {
    CHECK(weigh(make_writes(950, 1000)).enough);
    CHECK_FALSE(weigh(make_writes(951, 1000)).enough);
    CHECK_FALSE(weigh(make_writes(951, 1300)).enough);
  }
  SUBCASE("the last of them within a second of the onset") {
    CHECK(weigh(make_writes(0, 901)).enough);
    CHECK_FALSE(weigh(make_writes(0, 899)).enough);
  }
  SUBCASE("or within five periods, where those are longer") {
    const auto slow = make_writes(0, 800);
    CHECK(weigh_evidence(slow, k_onset, 500ms, 1s, true).enough);
    CHECK_FALSE(weigh_evidence(slow, k_onset, 300ms, 1s, true).enough);
  }
  SUBCASE("the gap between acknowledgements must be within the target, or a second for zero") {
    std::vector<Write> gap = make_writes(0, 500);
    for (const Write& write : make_writes(620, 1000)) gap.push_back(write);
    CHECK(weigh(gap).resolution == 1210ms);
    CHECK_FALSE(weigh(gap).enough);
    CHECK_FALSE(weigh(gap, 1s).enough);
    CHECK(weigh(gap, 2s).enough);
  }
  SUBCASE("a gap longer ago than ten seconds does not matter") {
    std::vector<Write> gap = make_writes(-900, -500);
    for (const Write& write : make_writes(-100, 1000)) gap.push_back(write);
    CHECK(weigh(gap).resolution == 10ms);
  }
  SUBCASE("under one per cent in doubt before the onset") {
    std::vector<Write> writes = make_writes(0, 1000);
    for (std::size_t i = 0; i < 9; ++i) writes[i * 100].result = k_doubt;
    CHECK(weigh(writes).enough);
    writes[950].result = k_doubt;
    CHECK_FALSE(weigh(writes).enough);
  }
  SUBCASE("in doubt after the onset is no matter") {
    std::vector<Write> writes = make_writes(0, 1000);
    for (const Write& write : make_writes(1002, 1100, k_doubt)) writes.push_back(write);
    CHECK(weigh(writes).enough);
  }
  SUBCASE("both readings") {
    const Evidence evidence = weigh(make_writes(0, 1000), 0s, false);
    CHECK_FALSE(evidence.enough);
    CHECK(evidence.reasons.size() == 1);
  }
  SUBCASE("no writes: everything is missing, and the resolution is not known") {
    const Evidence evidence = weigh({});
    CHECK_FALSE(evidence.enough);
    CHECK_FALSE(evidence.resolution);
  }
}

TEST_CASE("many writes in any order are counted in no time") {
  auto writes = make_writes(0, 100'000);
  Ids ids;
  for (std::int64_t id = 99'999; id >= 0; --id) {
    if (id % 1000 != 0) ids.push_back(id);
  }
  std::mt19937 random(1);
  std::ranges::shuffle(writes, random);
  std::ranges::shuffle(ids, random);
  const std::clock_t began = std::clock();  // CPU time: the machine may be busy
  const Account account = count_writes(writes, ids, k_onset);
  CHECK(std::clock() - began < CLOCKS_PER_SEC);
  CHECK(account.lost == 100);
}
