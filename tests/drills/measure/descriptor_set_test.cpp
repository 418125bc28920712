// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/descriptor_set.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>

using namespace gameday;

namespace {

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    REQUIRE(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) == 0);
    out.reset(ends[0]);
    in.reset(ends[1]);
  }
  void write() const { REQUIRE(::write(in.get(), "x", 1) == 1); }
  UniqueFd out;
  UniqueFd in;
};

}  // namespace

TEST_CASE("a watched descriptor is called back while it is ready, an unwatched one is not") {
  auto set = DescriptorSet::make().value();
  const Pipe pipe;
  int called = 0;
  set.watch(pipe.out.get(), {true, false}, [&](Readiness ready) {
    CHECK(ready.read);
    CHECK_FALSE(ready.write);
    ++called;
  });
  set.dispatch();
  CHECK(called == 0);
  pipe.write();
  set.dispatch();
  set.dispatch();
  CHECK(called == 2);
  set.unwatch(pipe.out.get());
  set.dispatch();
  CHECK(called == 2);
}

TEST_CASE("watching again replaces what was asked before") {
  auto set = DescriptorSet::make().value();
  const Pipe pipe;
  int first = 0;
  int second = 0;
  set.watch(pipe.in.get(), {true, false}, [&](Readiness) { ++first; });
  set.watch(pipe.in.get(), {false, true}, [&](Readiness ready) {
    CHECK(ready.write);
    ++second;
  });
  set.dispatch();
  CHECK(first == 0);
  CHECK(second == 1);
}

TEST_CASE("a descriptor that broke is ready for everything") {
  auto set = DescriptorSet::make().value();
  Pipe pipe;
  bool read = false;
  set.watch(pipe.out.get(), {true, false}, [&](Readiness ready) { read = ready.read; });
  pipe.in.reset();
  set.dispatch();
  CHECK(read);
}

TEST_CASE("a descriptor closed behind our back and opened anew with its number is watched") {
  auto set = DescriptorSet::make().value();
  const Pipe spare;
  int called = 0;
  const auto count = [&](Readiness) { ++called; };
  const int number = dup(spare.out.get());
  set.watch(number, {true, false}, count);
  close(number);
  REQUIRE(fcntl(spare.out.get(), F_DUPFD_CLOEXEC, number) == number);
  set.watch(number, {true, false}, count);
  spare.write();
  set.dispatch();
  CHECK(called == 1);
  set.unwatch(number);
  close(number);
}

TEST_CASE("a callback may unwatch itself and others of the same turn") {
  auto set = DescriptorSet::make().value();
  const Pipe a;
  const Pipe b;
  a.write();
  b.write();
  int called = 0;
  const auto only_one = [&](Readiness) {
    ++called;
    set.unwatch(a.out.get());
    set.unwatch(b.out.get());
  };
  set.watch(a.out.get(), {true, false}, only_one);
  set.watch(b.out.get(), {true, false}, only_one);
  set.dispatch();
  CHECK(called == 1);
}

TEST_CASE("what a cleared callback owns may unwatch") {
  auto set = DescriptorSet::make().value();
  const Pipe a;
  const Pipe b;
  const auto watch_with_guard = [&](int fd, int other) {
    const std::shared_ptr<void> guard(nullptr, [&set, other](void*) { set.unwatch(other); });
    set.watch(fd, {true, false}, [guard](Readiness) {});
  };
  watch_with_guard(a.out.get(), b.out.get());
  watch_with_guard(b.out.get(), a.out.get());
  set.clear();
  a.write();
  set.dispatch();
}
