// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/sampler_loop.hpp"

#include <doctest/doctest.h>
#include <sys/eventfd.h>

#include <atomic>
#include <chrono>
#include <thread>

#include "tests/drills/measure/support/await.hpp"
#include "world/clock.hpp"
#include "world/fd.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("the loop's clock is the run's clock") {
  const Instant before = RealClock{}.now();
  const Instant now = SamplerLoop::now();
  CHECK(before <= now);
  CHECK(now <= RealClock{}.now());
}

TEST_CASE("an alarm rings at its moment, not before; an earlier one set later goes first") {
  const auto loop = test::make_loop();
  const Instant start = SamplerLoop::now();
  std::vector<std::pair<char, Instant>> rung;
  const auto ring = [&](char name) {
    return [&rung, name] { rung.emplace_back(name, SamplerLoop::now()); };
  };
  loop->set_alarm(start + 20ms, ring('b'));
  loop->set_alarm(start + 5ms, ring('a'));
  const AlarmId never = loop->set_alarm(start + 6ms, ring('x'));
  loop->cancel_alarm(never);
  REQUIRE(test::await(*loop, [&] { return rung.size() == 2; }));
  CHECK(rung[0].first == 'a');
  CHECK(rung[0].second >= start + 5ms);
  CHECK(rung[1].first == 'b');
  CHECK(rung[1].second >= start + 20ms);
}

TEST_CASE("an alarm for the past rings in the next turn, and not within set_alarm") {
  const auto loop = test::make_loop();
  bool rung = false;
  loop->set_alarm(SamplerLoop::now() - 1s, [&] { rung = true; });
  CHECK_FALSE(rung);
  CHECK(test::await(*loop, [&] { return rung; }));
}

TEST_CASE("a flood of alarms does not keep descriptors waiting") {
  const auto loop = test::make_loop();
  const UniqueFd event(eventfd(1, EFD_CLOEXEC | EFD_NONBLOCK));
  bool ready = false;
  std::function<void()> again = [&] {
    if (!ready) loop->set_alarm(SamplerLoop::now(), again);
  };
  again();
  loop->watch(event.get(), {true, false}, [&](Readiness) { ready = true; });
  CHECK(test::await(*loop, [&] { return ready; }));
  loop->unwatch(event.get());
}

TEST_CASE("work posted from another thread is done on the loop's") {
  const auto loop = test::make_loop();
  std::thread::id where;
  std::thread other([&] { loop->post([&] { where = std::this_thread::get_id(); }); });
  CHECK(test::await(*loop, [&] { return where != std::thread::id{}; }));
  other.join();
  CHECK(where == std::this_thread::get_id());
}

TEST_CASE("an alarm that is left when the loop goes may own what still uses the loop") {
  bool gone = false;
  {
    const auto loop = test::make_loop();
    const std::shared_ptr<void> guard(nullptr, [&](void*) {
      loop->cancel_alarm(AlarmId{Instant{1s}, 1});
      loop->unwatch(0);
      gone = true;
    });
    loop->set_alarm(SamplerLoop::now() + 1h, [guard] {});
  }
  CHECK(gone);
}

TEST_CASE("without a resolver there are no names; a resolver that is no address is refused") {
  CHECK(test::make_loop()->names() == nullptr);
  CHECK(test::make_loop("127.0.0.1:53")->names() != nullptr);
  CHECK_FALSE(SamplerLoop::make("names.lab:53"));
  CHECK_FALSE(SamplerLoop::make("127.0.0.1"));
}
