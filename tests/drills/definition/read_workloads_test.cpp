// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/read_workloads.hpp"

#include "tests/drills/definition/broken.hpp"

using namespace gameday;

namespace {

constexpr std::string_view k_inventory = R"toml(environment = "lab"
lab = "default"

[region.region-a]
networks = ["10.77.1.0/24"]

[zone.a1]
region = "region-a"
networks = ["10.77.1.0/25"]

[host.queue-a]
region = "region-a"
transport = "ssh"
address = "10.77.1.30"
timer = "systemd"
scratch = "/var/tmp"
[host.queue-a.ssh]
user = "ops"
port = 2222
jump = "bastion"

[host.pod]
transport = "kubectl"
[host.pod.kubectl]
pod = "shop-0"
namespace = "shop"

[service.redis-a]
host = "queue-a"
pid_file = "/run/redis.pid"
start = ["redis-server", "/etc/redis.conf"]

[queue.jobs]
kind = "redis"
address = "10.77.1.30:6379"
stream = "jobs"
group = "workers"
password = { env = "REDIS" }
[queue.jobs.node.queue-a]
control = "/run/redis.sock"
)toml";

LoadedInventory load_with(std::string_view from = {}, std::string_view to = {}) {
  return samples::load_inventory_with(k_inventory, from, to);
}

}  // namespace

TEST_CASE("services, queues, zones and the ways to a host are read") {
  const LoadedInventory loaded = load_with();
  REQUIRE(loaded.inventory);
  const Inventory& there = *loaded.inventory;
  CHECK(there.zones.at("a1").part_of == "region-a");
  CHECK(there.services.at("redis-a").pid_file == "/run/redis.pid");
  CHECK(there.services.at("redis-a").start.size() == 2);
  const Queue& jobs = there.queues.at("jobs");
  CHECK(jobs.stream == "jobs");
  CHECK(jobs.nodes.at("queue-a").region == "region-a");
  CHECK(jobs.password->name == "REDIS");
  CHECK(there.hosts.at("queue-a").ssh.port == 2222);
  CHECK(there.hosts.at("queue-a").ssh.jump == "bastion");
  CHECK(there.hosts.at("queue-a").timer == "systemd");
  CHECK(there.hosts.at("pod").kubectl.namespace_name == "shop");
}

TEST_CASE("what is wrong with them is told") {
  const auto problem = [](std::string_view from, std::string_view to) {
    const LoadedInventory loaded = load_with(from, to);
    CHECK_FALSE(loaded.inventory);
    REQUIRE_FALSE(loaded.problems.empty());
    return loaded.problems[0].message;
  };
  CHECK(problem("pid_file = \"/run/redis.pid\"", "").find("pid_file, unit and cgroup") !=
        std::string::npos);
  CHECK(problem("pid_file =", "unit = \"x\"\npid_file =").find("one of") != std::string::npos);
  CHECK(problem("host = \"queue-a\"", "host = \"queue-b\"").find("unknown host") !=
        std::string::npos);
  CHECK(problem("kind = \"redis\"", "kind = \"kafka\"").find("unknown kind") != std::string::npos);
  CHECK(problem(":6379", "").find("no address with a port") != std::string::npos);
  CHECK(problem("region = \"region-a\"\nnetworks", "region = \"x\"\nnetworks").find("region") !=
        std::string::npos);
  CHECK(problem("pod = \"shop-0\"", "").find("missing key `pod`") != std::string::npos);
  CHECK(problem("timer = \"systemd\"", "timer = \"cron\"").find("cron") != std::string::npos);
  CHECK(problem(".node.queue-a]", ".node.queue-z]").find("unknown host") != std::string::npos);
}
