// SPDX-License-Identifier: Apache-2.0
// Against a real Redis and a database that a test plays.
#include "lab/shop/job_worker.hpp"

#include <doctest/doctest.h>

#include <atomic>

#include "tests/lab/support/conninfo.hpp"
#include "tests/lab/support/redis_server.hpp"

using namespace gameday;
using namespace gameday::shop;

namespace {

const std::string k_id = "0c8aa4e3-5760-42cd-8c8b-8b2031ea3704";

void add(RedisServer& server, const std::string& order) {
  server.tell({"XADD", "jobs", "*", "order", order});
}

/// Entries that were taken and finished, of the whole stream.
bool all_done(RedisServer& server) {
  const auto groups = server.tell({"XINFO", "GROUPS", "jobs"});
  if (groups.items.empty()) return false;
  const auto& group = groups.items.front().items;  // names and values alternate
  return group.at(5).number == 0 && group.at(11).number == 0;
}

std::string done() { return FakePostgres::rows(0, {}) + FakePostgres::ready(); }

}  // namespace

TEST_CASE("the order of a job is processed in the database, and the job finished") {
  RedisServer server;
  const FakePostgres database{[](int fd) { tell(fd, done()); }};
  add(server, k_id);
  const JobWorker worker{"region-a", server.where(), conninfo_of(database)};
  CHECK(eventually([&] { return all_done(server); }));
  CHECK(database.statement().find(k_id) != std::string::npos);
  CHECK(database.statement().find("processed_at") != std::string::npos);
}

TEST_CASE("a job is not finished before its order is known to be processed") {
  RedisServer server;
  std::atomic<int> asked = 0;
  std::atomic<bool> writable = false;
  const FakePostgres database{[&](int fd) {
    ++asked;
    tell(fd, writable ? done() : FakePostgres::error("25006", "read-only") + FakePostgres::ready());
  }};
  add(server, k_id);
  const JobWorker worker{"region-a", server.where(), conninfo_of(database)};
  REQUIRE(eventually([&] { return asked > 0; }));
  CHECK_FALSE(all_done(server));
  writable = true;
  CHECK(eventually([&] { return all_done(server); }));
  CHECK(asked > 1);
}

TEST_CASE("a job without an order is finished, so that it does not come again for ever") {
  RedisServer server;
  add(server, "no order at all");
  const JobWorker worker{"region-a", server.where(), "host=127.0.0.1 port=1"};
  CHECK(eventually([&] { return all_done(server); }));
}

TEST_CASE("a worker waits for a queue that is away") {
  RedisServer server;
  const FakePostgres database{[](int fd) { tell(fd, done()); }};
  server.end();
  const JobWorker worker{"region-a", server.where(), conninfo_of(database)};
  server.start();
  add(server, k_id);
  CHECK(eventually([&] { return all_done(server); }));
}
