// SPDX-License-Identifier: Apache-2.0
// What a lab has only where it was asked for: Redis and the background jobs, MariaDB, Toxiproxy.
// also as an ordinary user
#include <doctest/doctest.h>
#include <signal.h>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "lab/lifeline.hpp"
#include "tests/regions/support/lab.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

const std::string k_balancer = "http://10.77.0.12";

/// What a command of a client prints, without its last line end; fails the test where it fails.
std::string told(const Lab& lab, const std::vector<std::string>& argv,
                 std::string_view host = "clients") {
  auto outcome = lab.on(host, argv);
  REQUIRE_MESSAGE(outcome.status == 0, fmt::format("{}: {}", fmt::join(argv, " "), outcome.err));
  if (outcome.out.ends_with('\n')) outcome.out.pop_back();
  return outcome.out;
}

std::string redis(const Lab& lab, const std::string& side, std::vector<std::string> command) {
  command.insert(command.begin(), {"redis-cli", "-s", lab.folder() / ("queue-" + side + ".sock")});
  return told(lab, command, "queue-" + side);
}

std::string maria(const Lab& lab, const std::string& side, const std::string& statement) {
  return told(lab,
              {"mariadb", "--no-defaults", "--user=lab", "--batch", "--skip-column-names",
               "--socket=" + (lab.folder() / ("maria-" + side + ".sock")).string(),
               "--execute=" + statement},
              "maria-" + side);
}

Json get(const Lab& lab, const std::string& url) {
  return Json::parse(told(lab, {"curl", "-s", "--max-time", "3", url}));
}

/// Places an order through the balancer and gives it; the whole request has a second and a half.
Json place(const Lab& lab, const std::string& key) {
  return Json::parse(told(lab, {"curl", "-sf", "--max-time", "1.5", "-H", "Idempotency-Key: " + key,
                                "-d", R"({"item":"tea","quantity":1})", k_balancer + "/orders"}));
}

bool is_processed(const Lab& lab, const Json& order) {
  const std::string id = order.at("id").get<std::string>();
  return get(lab, k_balancer + "/orders/" + id).at("processed") == true;
}

/// Jobs that wait for a worker or are not finished: "lag" and "pending" of the group.
std::string backlog(const Lab& lab, const std::string& side) {
  const std::string script =
      "local g = redis.call('xinfo', 'groups', 'jobs')[1] return g[12] + g[6]";
  return redis(lab, side, {"EVAL", script, "0"});
}

}  // namespace

TEST_CASE("redis is in both regions, region B's follows, and jobs are done") {
  const Lab lab{"redis", {"--with", "redis"}};
  CHECK(lab.status().at("servers").dump().find("redis-b: ready") != std::string::npos);
  CHECK(redis(lab, "a", {"SET", "key", "value"}) == "OK");
  CHECK(eventually([&] { return redis(lab, "b", {"GET", "key"}) == "value"; }, 3s));
  const Json order = place(lab, "processed");
  CHECK(order.at("region") == "region-a");
  CHECK(eventually([&] { return is_processed(lab, order); }, 5s));
  CHECK(eventually([&] { return backlog(lab, "a") == "0"; }, 3s));
  CHECK(lab.sql("a", "select count(*) from orders where processed_at is null") == "0");

  SUBCASE("a stall fails no order, and they are processed once it is over") {
    CHECK(redis(lab, "a", {"CLIENT", "PAUSE", "2000", "WRITE"}) == "OK");
    const Json stalled = place(lab, "stalled");
    CHECK_FALSE(is_processed(lab, stalled));
    CHECK(eventually([&] { return is_processed(lab, stalled); }, 10s));
  }
  SUBCASE("workers that are barred leave a backlog, and work it off afterwards") {
    CHECK(redis(lab, "a", {"ACL", "SETUSER", "workers", "-xreadgroup"}) == "OK");
    // A worker that waits already still gets one job.
    const auto nobody_waits = [&] {
      return redis(lab, "a", {"INFO", "clients"}).find("blocked_clients:0") != std::string::npos;
    };
    CHECK(eventually(nobody_waits, 3s));
    const Json barred = place(lab, "barred");
    CHECK(eventually([&] { return backlog(lab, "a") == "1"; }, 5s));
    CHECK_FALSE(is_processed(lab, barred));
    CHECK(redis(lab, "a", {"ACL", "SETUSER", "workers", "+xreadgroup"}) == "OK");
    CHECK(eventually([&] { return is_processed(lab, barred); }, 5s));
  }
  SUBCASE("a Redis that is stopped, by the pid that the lab notes, fails no order either") {
    const auto pid_file = lab.folder() / "pids" / "redis-a.pid";
    const std::string pid = told(lab, {"cat", pid_file}, "queue-a");
    CHECK(lab.on("queue-a", {"kill", "-STOP", pid}).status == 0);
    CHECK(place(lab, "stopped").at("processed") == false);
    CHECK(lab.on("queue-a", {"kill", "-KILL", pid}).status == 0);
    CHECK(eventually([&] { return !std::filesystem::exists(pid_file); }, 3s));
    CHECK(place(lab, "killed").at("processed") == false);
  }
}

TEST_CASE("after a failover region B processes its orders, once its Redis is promoted") {
  const Lab lab{"redis", {"--with", "redis"}};
  CHECK(lab.on("db-b", {"pg_ctl", "promote", "--silent"}).status == 0);
  const std::string shop_b = "http://10.77.2.20:8080";
  const auto place_in_b = [&] {
    return lab.on("clients", {"curl", "-sf", "--max-time", "2", "-H", "Idempotency-Key: b", "-d",
                              R"({"item":"tea","quantity":1})", shop_b + "/orders"});
  };
  REQUIRE(eventually([&] { return place_in_b().status == 0; }, 5s));
  const Json order = Json::parse(place_in_b().out);
  CHECK(order.at("processed") == false);
  CHECK(redis(lab, "b", {"REPLICAOF", "NO", "ONE"}) == "OK");
  const std::string url = shop_b + "/orders/" + order.at("id").get<std::string>();
  CHECK(eventually([&] { return get(lab, url).at("processed") == true; }, 10s));
}

TEST_CASE("mariadb replicates, toxiproxy is a way to the shop, and nothing is left of either") {
  std::string identity;
  int supervisor = 0;
  {
    const Lab lab{"servers", {"--with", "mariadb,toxiproxy"}};
    CHECK(maria(lab, "a", "create table shop.t (n int); insert into shop.t values (7)").empty());
    const auto copied = [&] {
      return maria(lab, "b",
                   "select count(*) from information_schema.tables where "
                   "table_schema = 'shop' and table_name = 't'") == "1" &&
             maria(lab, "b", "select n from shop.t") == "7";
    };
    CHECK(eventually(copied, 5s));
    CHECK(maria(lab, "b", "select @@gtid_slave_pos <> ''") == "1");
    // Its clients may write to the primary alone.
    const auto write_at = [&](const std::string& address) {
      return lab.on("clients", {"mariadb", "--no-defaults", "--user=shop", "--host=" + address,
                                "--execute=insert into shop.t values (8)"});
    };
    CHECK(write_at("10.77.1.50").status == 0);
    CHECK(write_at("10.77.2.50").err.find("--read-only") != std::string::npos);

    const std::string api = "http://10.77.0.14:8474/proxies/shop";
    CHECK(get(lab, "http://10.77.0.14/healthz").at("region") == "region-a");
    told(lab, {"curl", "-sf", "-d", R"({"enabled":false})", api});
    CHECK(lab.on("clients", {"curl", "-s", "http://10.77.0.14/healthz"}).status == 7);
    CHECK(get(lab, k_balancer + "/healthz").at("region") == "region-a");

    supervisor = lab.supervisor();
    identity = lab.status().at("identity").get<std::string>();
    CHECK(kill(supervisor, SIGKILL) == 0);
  }
  CHECK(lab::await_end(supervisor, identity, 2s).has_value());
}

TEST_CASE("a lab that is up gets no other servers, and says so; unknown ones are named") {
  const Lab lab{"servers"};
  const auto more = gameday({"lab", "up", "--name", lab.name(), "--with", "redis"});
  CHECK(more.status == 5);
  CHECK(more.err.find("gameday lab down") != std::string::npos);
  CHECK(gameday({"lab", "up", "--name", lab.name(), "--with", "kafka"}).status == 4);
}

}  // namespace gameday::regions
