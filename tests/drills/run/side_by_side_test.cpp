// SPDX-License-Identifier: Apache-2.0
#include "drills/run/side_by_side.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <numeric>
#include <set>
#include <stdexcept>
#include <thread>

#include "tests/drills/run/gathering.hpp"

namespace gameday {
namespace {

/// So many lanes, each with so many pieces of work, numbered through.
std::vector<Lane> make_lanes(std::size_t lanes, std::size_t each) {
  std::vector<Lane> all(lanes);
  std::size_t next = 0;
  for (Lane& lane : all) {
    lane.resize(each);
    std::iota(lane.begin(), lane.end(), next);
    next += each;
  }
  return all;
}

TEST_CASE("each host has a lane, in which its work is in order") {
  CHECK(lanes_by_host({"b", "a", "b", "", "a"}) == std::vector<Lane>{{0, 2}, {1, 4}, {3}});
  CHECK(lanes_by_host({}).empty());
}

TEST_CASE("all is done once, each lane in order") {
  std::mutex mutex;
  std::vector<std::size_t> done;
  side_by_side(make_lanes(50, 3), 8, [&](std::size_t position) {
    const std::lock_guard lock{mutex};
    done.push_back(position);
    return true;
  });
  CHECK(std::set(done.begin(), done.end()).size() == 150);
  REQUIRE(done.size() == 150);
  for (std::size_t lane = 0; lane < 50; ++lane) {
    const auto place = [&](std::size_t i) { return std::ranges::find(done, 3 * lane + i); };
    CHECK(place(0) < place(1));
    CHECK(place(1) < place(2));
  }
}

TEST_CASE("as many lanes at once as are allowed, and no more") {
  Gathering gathering{4};
  side_by_side(make_lanes(12, 2), 4, [&](std::size_t) { return gathering.pass(); });
  CHECK(gathering.most() == 4);
  CHECK(gathering.passed() == 24);
}

TEST_CASE("one lane, or a width of one, is done here and in order") {
  for (const auto& [lanes, width] : {std::pair{make_lanes(1, 9), 16}, {make_lanes(9, 1), 1}}) {
    std::vector<std::size_t> done;
    std::set<std::thread::id> threads;
    side_by_side(lanes, static_cast<std::size_t>(width), [&](std::size_t position) {
      done.push_back(position);
      threads.insert(std::this_thread::get_id());
      return true;
    });
    CHECK(std::ranges::is_sorted(done));
    CHECK(done.size() == 9);
    CHECK(threads == std::set{std::this_thread::get_id()});
  }
  side_by_side({}, 16, [](std::size_t) -> bool { throw std::logic_error{"there is no work"}; });
}

TEST_CASE("once one has failed, no other is begun") {
  std::vector<std::size_t> begun;
  side_by_side(make_lanes(4, 2), 1, [&](std::size_t position) {
    begun.push_back(position);
    return position != 2;
  });
  CHECK(begun == std::vector<std::size_t>{0, 1, 2});
}

TEST_CASE("what was begun beside the one that failed is waited for") {
  Gathering gathering{4};
  std::atomic<std::size_t> begun = 0;
  std::atomic<std::size_t> ended = 0;
  std::atomic<bool> went_on = false;
  side_by_side(make_lanes(40, 2), 4, [&](std::size_t position) {
    ++begun;
    if (position == 1) went_on = true;
    const bool together = gathering.pass();
    ++ended;
    return together && position != 0;
  });
  CHECK(begun == ended);
  CHECK(begun >= 4);
  CHECK_FALSE(went_on);
}

TEST_CASE("what is thrown goes on to the caller, after all others have returned") {
  Gathering gathering{3};
  std::atomic<int> under_way = 0;
  const auto work = [&](std::size_t position) -> bool {
    ++under_way;
    const bool together = gathering.pass();
    --under_way;
    if (position == 1) throw std::runtime_error{"died"};
    return together;
  };
  CHECK_THROWS_AS(side_by_side(make_lanes(3, 1), 3, work), std::runtime_error);
  CHECK(under_way == 0);
}

}  // namespace
}  // namespace gameday
