// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/workers.hpp"

#include <doctest/doctest.h>

#include <future>
#include <set>

using namespace gameday::shop;

TEST_CASE("jobs are done on the workers' threads, each with a connection of its own") {
  std::promise<std::pair<std::thread::id, Database*>> first;
  std::promise<std::pair<std::thread::id, Database*>> second;
  std::promise<void> both;
  Workers workers{2, "", 8};
  const std::shared_future<void> hold = both.get_future().share();
  for (auto* promise : {&first, &second}) {
    REQUIRE(workers.post([promise, hold](Database& database) {
      promise->set_value({std::this_thread::get_id(), &database});
      hold.wait();
    }));
  }
  const auto one = first.get_future().get();
  const auto other = second.get_future().get();
  both.set_value();
  CHECK(one.first != other.first);
  CHECK(one.second != other.second);
  CHECK(one.first != std::this_thread::get_id());
}

TEST_CASE("a full queue says so, and takes jobs again when there is room") {
  std::promise<void> started;
  std::promise<void> go;
  std::promise<void> done;
  Workers workers{1, "", 1};
  REQUIRE(workers.post([&started, held = go.get_future().share()](Database&) {
    started.set_value();
    held.wait();
  }));
  started.get_future().wait();
  REQUIRE(workers.post([](Database&) {}));
  CHECK_FALSE(workers.post([](Database&) {}));
  go.set_value();
  while (!workers.post([&done](Database&) { done.set_value(); })) std::this_thread::yield();
  done.get_future().wait();
}

TEST_CASE("what is still queued at the end is dropped") {
  int ran = 0;
  {
    std::promise<void> started;
    std::promise<void> go;
    Workers workers{1, "", 8};
    REQUIRE(workers.post([&started, held = go.get_future().share()](Database&) {
      started.set_value();
      held.wait();
    }));
    started.get_future().wait();
    go.set_value();
  }
  CHECK(ran == 0);
}
