// SPDX-License-Identifier: Apache-2.0
// Against a real Redis.
#include "lab/shop/jobs.hpp"

#include <doctest/doctest.h>

#include "tests/lab/support/conninfo.hpp"
#include "tests/lab/support/redis_server.hpp"

using namespace gameday;
using namespace gameday::shop;
using namespace std::chrono_literals;

namespace {

std::vector<Job> take(Redis& redis, const std::string& worker) {
  auto jobs = take_jobs(redis, worker, 1ms, in(5s));
  REQUIRE_MESSAGE(jobs.has_value(), (jobs ? "" : jobs.error().text()));
  return *jobs;
}

std::int64_t pending(RedisServer& server) {
  return server.tell({"XPENDING", "jobs", "workers"}).items.at(0).number;
}

}  // namespace

TEST_CASE("jobs that were sent before there was a group are taken, in order, and finished") {
  RedisServer server;
  Redis redis{server.where()};
  REQUIRE(send_job(redis, "order-1", in(5s)));
  REQUIRE(send_job(redis, "order-2", in(5s)));
  const auto jobs = take(redis, "one");
  REQUIRE(jobs.size() == 2);
  CHECK(jobs[0].order == "order-1");
  CHECK(jobs[1].order == "order-2");
  CHECK(pending(server) == 2);
  for (const Job& job : jobs) CHECK(finish_job(redis, job, in(5s)));
  CHECK(pending(server) == 0);
  CHECK(take(redis, "one").empty());
}

TEST_CASE("a job goes to one worker, and to another one once the first has been silent long") {
  RedisServer server;
  Redis redis{server.where()};
  REQUIRE(send_job(redis, "order", in(5s)));
  const auto jobs = take(redis, "one");
  REQUIRE(jobs.size() == 1);
  CHECK(take(redis, "other").empty());
  // As if the first had taken it a minute ago.
  server.tell({"XCLAIM", "jobs", "workers", "one", "0", jobs[0].id, "IDLE", "60000"});
  const auto taken_over = take(redis, "other");
  REQUIRE(taken_over.size() == 1);
  CHECK(taken_over[0].order == "order");
}

TEST_CASE("workers that are barred take nothing, and the backlog stays") {
  RedisServer server;
  Redis sender{server.where()};
  Redis worker{server.where(), std::string{k_worker_user}};
  CHECK(take(worker, "one").empty());
  server.tell({"ACL", "SETUSER", "workers", "-xreadgroup"});
  REQUIRE(send_job(sender, "order", in(5s)));
  const auto barred = take_jobs(worker, "one", 1ms, in(5s));
  REQUIRE_FALSE(barred);
  CHECK(barred.error().why.starts_with("NOPERM"));
  server.tell({"ACL", "SETUSER", "workers", "+xreadgroup"});
  CHECK(take(worker, "one").size() == 1);
}

TEST_CASE("what is in a stream under the same name and no job is told as one without an order") {
  RedisServer server;
  Redis redis{server.where()};
  server.tell({"XADD", "jobs", "*", "what", "ever"});
  const auto jobs = take(redis, "one");
  REQUIRE(jobs.size() == 1);
  CHECK(jobs[0].order.empty());
}

TEST_CASE("entries are read as far as they are entries") {
  const RespReply id{RespReply::Kind::text, "1-0", 0, {}};
  const RespReply name{RespReply::Kind::text, "order", 0, {}};
  const RespReply value{RespReply::Kind::text, "x", 0, {}};
  const RespReply whole{
      RespReply::Kind::list, "", 0, {id, {RespReply::Kind::list, "", 0, {name, value}}}};
  const RespReply odd{RespReply::Kind::list, "", 0, {id, {RespReply::Kind::list, "", 0, {name}}}};
  const auto jobs = jobs_of({RespReply::Kind::list, "", 0, {whole, {}, odd, id}});
  REQUIRE(jobs.size() == 2);
  CHECK(jobs[0].order == "x");
  CHECK(jobs[1].order.empty());
  CHECK(jobs_of({}).empty());
}
