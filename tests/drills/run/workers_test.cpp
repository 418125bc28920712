// SPDX-License-Identifier: Apache-2.0
#include "drills/run/workers.hpp"

#include <doctest/doctest.h>

#include <future>

namespace gameday {
namespace {

TEST_CASE("jobs run at the same time, as many as there are threads") {
  Workers workers(2);
  std::promise<void> one;
  std::promise<void> two;
  std::shared_future<void> first = one.get_future().share();
  std::shared_future<void> second = two.get_future().share();
  std::promise<void> met;
  REQUIRE(workers.post([&one, second] {
    one.set_value();
    second.wait();
  }));
  REQUIRE(workers.post([&two, &met, first] {
    two.set_value();
    first.wait();
    met.set_value();
  }));
  CHECK(met.get_future().wait_for(std::chrono::seconds{10}) == std::future_status::ready);
}

TEST_CASE("what has begun ends before the pool goes; what has not is dropped") {
  std::promise<void> begun;
  std::promise<void> go;
  std::shared_future<void> may_end = go.get_future().share();
  std::atomic<bool> ended = false;
  std::atomic<bool> second_ran = false;
  {
    Workers workers(1);
    REQUIRE(workers.post([&, may_end] {
      begun.set_value();
      may_end.wait();
      ended = true;
    }));
    REQUIRE(workers.post([&] { second_ran = true; }));
    begun.get_future().wait();
    std::thread release([&] { go.set_value(); });
    release.detach();
  }
  CHECK(ended);
}

TEST_CASE("the queue is bounded") {
  std::promise<void> go;
  std::shared_future<void> may_end = go.get_future().share();
  Workers workers(1);
  std::size_t taken = 0;
  while (taken <= Workers::k_queue_limit + 1 && workers.post([may_end] { may_end.wait(); }))
    ++taken;
  CHECK(taken <= Workers::k_queue_limit + 1);
  CHECK(taken >= Workers::k_queue_limit);
  go.set_value();
}

}  // namespace
}  // namespace gameday
