// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/orders.hpp"

#include <doctest/doctest.h>

#include <atomic>

#include "tests/lab/support/conninfo.hpp"

using namespace gameday;
using namespace gameday::shop;
using namespace std::chrono_literals;

namespace {

const std::string k_id = "0c8aa4e3-5760-42cd-8c8b-8b2031ea3704";

std::string one_order() {
  return FakePostgres::rows(6,
                            {{k_id, "tea", "2", "region-a", "2026-11-24T06:34:06.118206Z", "f"}}) +
         FakePostgres::ready();
}

std::string nothing() { return FakePostgres::rows(6, {}) + FakePostgres::ready(); }

std::string read_only(const std::string& value) {
  return FakePostgres::rows(1, {{value}}) + FakePostgres::ready();
}

}  // namespace

TEST_CASE("an order that was placed comes back whole") {
  const FakePostgres server{[](int fd) { tell(fd, one_order()); }};
  Database database{conninfo_of(server)};
  const auto order = place_order(database, "region-a", "key-1", {"tea", 2}, in(5s));
  REQUIRE(order);
  CHECK(order->id == k_id);
  CHECK(order->wish == Wish{"tea", 2});
  CHECK(order->region == "region-a");
  CHECK(server.statement().find("key-1") != std::string::npos);
}

TEST_CASE("one that nobody finds yet, because another request is just placing it, is asked again") {
  std::atomic<int> asked = 0;
  const FakePostgres server{[&asked](int fd) { tell(fd, ++asked < 3 ? nothing() : one_order()); }};
  Database database{conninfo_of(server)};
  CHECK(place_order(database, "region-a", "key-1", {"tea", 2}, in(5s)));
}

TEST_CASE("a statement without an answer is sent once more over a new connection") {
  std::atomic<int> asked = 0;
  const FakePostgres server{[&asked](int fd) {
    if (++asked > 1) tell(fd, one_order());
  }};
  Database database{conninfo_of(server)};
  CHECK(place_order(database, "region-a", "key-1", {"tea", 2}, in(5s)));
  CHECK(asked == 2);
}

TEST_CASE("an order that may have been placed is not called refused") {
  const FakePostgres server{[](int fd) { hear(fd, 1); }};
  Database database{conninfo_of(server)};
  const auto order = place_order(database, "region-a", "key-1", {"tea", 2}, in(100ms));
  REQUIRE_FALSE(order);
  CHECK(order.error().kind == ErrorKind::timeout);
}

TEST_CASE("an order is found by its id, or there is none") {
  const FakePostgres full{[](int fd) { tell(fd, one_order()); }};
  Database database{conninfo_of(full)};
  const auto order = find_order(database, k_id, in(5s));
  REQUIRE(order);
  REQUIRE(order->has_value());
  CHECK((*order)->wish.item == "tea");
  const FakePostgres empty{[](int fd) { tell(fd, nothing()); }};
  Database other{conninfo_of(empty)};
  const auto none = find_order(other, k_id, in(5s));
  REQUIRE(none);
  CHECK_FALSE(none->has_value());
}

TEST_CASE("whether an order is processed comes back with it, and it can be noted") {
  const FakePostgres server{[](int fd) {
    tell(fd, FakePostgres::rows(6, {{k_id, "tea", "2", "region-a", "then", "t"}}) +
                 FakePostgres::ready());
  }};
  Database database{conninfo_of(server)};
  CHECK((*find_order(database, k_id, in(5s)))->processed);
  CHECK(process_order(database, k_id, in(5s)));
  CHECK(server.statement().find("update orders set processed_at") != std::string::npos);
  CHECK(server.statement().find(k_id) != std::string::npos);
  const FakePostgres standby{
      [](int fd) { tell(fd, FakePostgres::error("25006", "read-only") + FakePostgres::ready()); }};
  Database other{conninfo_of(standby)};
  CHECK(process_order(other, k_id, in(5s)).error().kind == ErrorKind::failed);
}

TEST_CASE("only a database that says so is writable") {
  const FakePostgres primary{[](int fd) { tell(fd, read_only("off")); }};
  Database one{conninfo_of(primary)};
  CHECK(is_writable(one, in(5s)));
  const FakePostgres standby{[](int fd) { tell(fd, read_only("on")); }};
  Database other{conninfo_of(standby)};
  CHECK_FALSE(is_writable(other, in(5s)));
  Database none{"host=127.0.0.1 port=1"};
  CHECK_FALSE(is_writable(none, in(5s)));
}

TEST_CASE("an id is a UUID in lower case") {
  CHECK(is_uuid(k_id));
  CHECK_FALSE(is_uuid(""));
  CHECK_FALSE(is_uuid(k_id + "0"));
  CHECK_FALSE(is_uuid("0c8aa4e3-5760-42cd-8c8b-8b2031ea370g"));
  CHECK_FALSE(is_uuid("0c8aa4e3x5760-42cd-8c8b-8b2031ea3704"));
}
