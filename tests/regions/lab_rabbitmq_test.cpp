// SPDX-License-Identifier: Apache-2.0
// The broker that takes its time to start, so that it has a test of its own.
// also as an ordinary user
#include <doctest/doctest.h>
#include <signal.h>

#include <nlohmann/json.hpp>

#include "lab/lifeline.hpp"
#include "tests/regions/support/lab.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

const std::string k_api = "http://10.77.1.40:15672/api";

/// Asks the management API as `guest` would, with a body where there is one to put.
ProcessOutcome ask(const Lab& lab, const std::string& path, const std::string& body = {}) {
  std::vector<std::string> argv{"curl", "-sf", "--max-time", "5", "-u", "guest:guest"};
  if (!body.empty()) argv.insert(argv.end(), {"-X", "PUT", "-d", body});
  argv.push_back(k_api + path);
  return lab.on("clients", argv);
}

}  // namespace

TEST_CASE("a lab with rabbitmq is up once its API answers, keeps queues, and goes as a whole") {
  const Lab lab{"rabbitmq", {"--with", "rabbitmq"}};
  const auto overview = ask(lab, "/overview");
  REQUIRE(overview.status == 0);
  CHECK(Json::parse(overview.out).at("rabbitmq_version").get<std::string>().starts_with("3.10"));
  CHECK(Json::parse(ask(lab, "/queues/%2F/events").out).at("name") == "events");
  CHECK(ask(lab, "/queues/%2F/others", R"({"durable":true})").status == 0);
  CHECK(lab.on("clients", {"curl", "-s", "telnet://10.77.1.40:5672", "--max-time", "1"}).status ==
        28);

  const auto pid = lab.on("rabbit-a", {"cat", lab.folder() / "pids" / "rabbitmq.pid"}).out;
  const auto name = lab.on("rabbit-a", {"ps", "-o", "comm=", "-p", pid.substr(0, pid.size() - 1)});
  CHECK(name.out == "beam.smp\n");

  const auto identity = lab.status().at("identity").get<std::string>();
  const int supervisor = lab.supervisor();
  CHECK(kill(supervisor, SIGKILL) == 0);
  CHECK(lab::await_end(supervisor, identity, 2s).has_value());
}

}  // namespace gameday::regions
