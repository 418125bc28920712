// SPDX-License-Identifier: Apache-2.0
#include "lab/shop/service.hpp"

#include <doctest/doctest.h>

#include <future>

#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "tests/lab/support/conninfo.hpp"
#include "tests/lab/support/redis_server.hpp"

using namespace gameday;
using namespace gameday::shop;
using namespace std::chrono_literals;

namespace {

const std::string k_id = "0c8aa4e3-5760-42cd-8c8b-8b2031ea3704";
const std::string k_nowhere = "host=127.0.0.1 port=1";

Answer ask(Service& service, const Request& request) {
  std::promise<Answer> promise;
  service.handle(request, [&promise](const Answer& answer) { promise.set_value(answer); });
  return promise.get_future().get();
}

Request order(const std::string& key, const std::string& body) {
  return {"POST", "/orders", key, body};
}

std::string wish(int quantity) {
  return R"({"item": "tea", "quantity": )" + std::to_string(quantity) + "}";
}

/// A database that has this one row to tell, whatever it is asked.
FakePostgres::Row tea() {
  return {k_id, "tea", "2", "region-a", "2026-11-24T06:34:06.118206Z", "f"};
}

std::function<void(int)> telling(const std::vector<FakePostgres::Row>& rows, std::size_t columns) {
  return [=](int fd) { tell(fd, FakePostgres::rows(columns, rows) + FakePostgres::ready()); };
}

}  // namespace

TEST_CASE("health says which region this is and whether it can write") {
  const FakePostgres primary{telling({{"off"}}, 1)};
  Service a{"region-a", conninfo_of(primary)};
  const Answer good = ask(a, {"GET", "/healthz", "", ""});
  CHECK(good.status == 200);
  CHECK(Json::parse(good.body) == Json{{"region", "region-a"}, {"writable", true}});
  const FakePostgres standby{telling({{"on"}}, 1)};
  Service b{"region-b", conninfo_of(standby)};
  const Answer bad = ask(b, {"GET", "/healthz", "", ""});
  CHECK(bad.status == 503);
  CHECK(Json::parse(bad.body) == Json{{"region", "region-b"}, {"writable", false}});
}

TEST_CASE("health is told in time though the database hangs, to many at once") {
  const FakePostgres silent{[](int fd) { hear(fd, 1); }};
  Service service{"region-a", conninfo_of(silent)};
  std::vector<std::promise<Answer>> promises(10);
  const auto before = std::chrono::steady_clock::now();
  for (auto& promise : promises) {
    service.handle({"GET", "/healthz", "", ""},
                   [&promise](const Answer& answer) { promise.set_value(answer); });
  }
  for (auto& promise : promises) CHECK(promise.get_future().get().status == 503);
  CHECK(std::chrono::steady_clock::now() - before < 1s);
}

TEST_CASE("an order is placed, and its answer holds what is kept") {
  const FakePostgres database{telling({tea()}, 6)};
  Service service{"region-a", conninfo_of(database)};
  const Answer placed = ask(service, order("key-1", wish(2)));
  CHECK(placed.status == 201);
  CHECK(Json::parse(placed.body)["id"] == k_id);
  CHECK(Json::parse(placed.body)["quantity"] == 2);
}

TEST_CASE("a key that was used for another wish is not used again") {
  const FakePostgres database{telling({tea()}, 6)};
  Service service{"region-a", conninfo_of(database)};
  CHECK(ask(service, order("key-1", wish(3))).status == 422);
}

TEST_CASE("what cannot be an order is refused before anybody is asked") {
  Service service{"region-a", k_nowhere};
  CHECK(ask(service, order("", wish(2))).status == 400);
  CHECK(ask(service, order(std::string(201, 'k'), wish(2))).status == 400);
  for (const std::string body :
       {"", "{", "[]", R"({"item": "tea"})", R"({"item": "", "quantity": 1})",
        R"({"item": 3, "quantity": 1})", R"({"item": "tea", "quantity": 0})",
        R"({"item": "tea", "quantity": 1.5})", R"({"item": "tea", "quantity": 99999999999})",
        "{\"item\": \"\\u0000\", \"quantity\": 1}"}) {
    CAPTURE(body);
    CHECK(ask(service, order("key-1", body)).status == 400);
  }
}

TEST_CASE("not placed and perhaps placed are told apart") {
  Service closed{"region-a", k_nowhere};
  CHECK(ask(closed, order("key-1", wish(2))).status == 503);
  const FakePostgres silent{[](int fd) { hear(fd, 1); }};
  Service hanging{"region-a", conninfo_of(silent)};
  CHECK(ask(hanging, order("key-1", wish(2))).status == 504);
  const FakePostgres standby{
      [](int fd) { tell(fd, FakePostgres::error("25006", "read-only") + FakePostgres::ready()); }};
  Service other{"region-b", conninfo_of(standby)};
  CHECK(ask(other, order("key-1", wish(2))).status == 503);
}

TEST_CASE("an order is looked up by its id") {
  const FakePostgres full{telling({tea()}, 6)};
  Service service{"region-a", conninfo_of(full)};
  const Answer found = ask(service, {"GET", "/orders/" + k_id, "", ""});
  CHECK(found.status == 200);
  CHECK(Json::parse(found.body)["item"] == "tea");
  CHECK(ask(service, {"GET", "/orders/x", "", ""}).status == 404);
  const FakePostgres empty{telling({}, 6)};
  Service other{"region-a", conninfo_of(empty)};
  CHECK(ask(other, {"GET", "/orders/" + k_id, "", ""}).status == 404);
  Service closed{"region-a", k_nowhere};
  CHECK(ask(closed, {"GET", "/orders/" + k_id, "", ""}).status == 503);
}

TEST_CASE("with a queue an order tells whether it is processed, and its job is sent") {
  RedisServer queue;
  const FakePostgres database{telling({tea()}, 6)};
  Service service{"region-a", conninfo_of(database), queue.where()};
  const Answer placed = ask(service, order("key-1", wish(2)));
  CHECK(placed.status == 201);
  CHECK(Json::parse(placed.body)["processed"] == false);
  CHECK(eventually([&] { return queue.tell({"XLEN", "jobs"}).number == 1; }));
  CHECK(Json::parse(ask(service, {"GET", "/orders/" + k_id, "", ""}).body)["processed"] == false);
  Service without{"region-a", conninfo_of(database)};
  CHECK_FALSE(Json::parse(ask(without, order("key-1", wish(2))).body).contains("processed"));
}

TEST_CASE("a queue that is stalled or away fails no order and holds up none") {
  RedisServer queue;
  const FakePostgres database{telling({tea()}, 6)};
  Service service{"region-a", conninfo_of(database), queue.where()};
  SUBCASE("stalled") { queue.tell({"CLIENT", "PAUSE", "60000", "WRITE"}); }
  SUBCASE("away") { queue.end(); }
  const auto before = std::chrono::steady_clock::now();
  for (int count = 0; count < 10; ++count) {
    CHECK(ask(service, order("key-1", wish(2))).status == 201);
  }
  CHECK(std::chrono::steady_clock::now() - before < 500ms);
}

TEST_CASE("there is nothing else") {
  Service service{"region-a", k_nowhere};
  CHECK(ask(service, {"GET", "/", "", ""}).status == 404);
  CHECK(ask(service, {"DELETE", "/orders", "key-1", ""}).status == 404);
  CHECK(ask(service, {"POST", "/healthz", "", ""}).status == 404);
}
