// SPDX-License-Identifier: Apache-2.0
// Before a fault on AWS: as whom gameday acts is told, and credentials that are none, or end before
// all could be put back, refuse the drill with the cloud untouched. Against moto's server.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/regions/support/aws_site.hpp"
#include "world/clock.hpp"

namespace gameday::regions {
namespace {

constexpr int k_refused = 5;

constexpr const char* k_inventory = R"(environment = "cloud"
[region.ireland]
networks = ["10.0.0.0/16"]
[region.sweden]
networks = ["10.1.0.0/16"]
)";

constexpr const char* k_guards = R"(environments = ["cloud"]
networks = ["10.0.0.0/8"]
this_machine = true
)";

constexpr const char* k_drill = R"(drill = "no_orders"
title = "Nobody receives"
hypothesis = "Orders wait, and none is lost"
inventory = "cloud.toml"
[objectives]
rto = "10s"
[[probe]]
name = "shop"
kind = "tcp"
layer = "app"
target = "127.0.0.1:1"
every = "100ms"
timeout = "500ms"
[[abort]]
probe = "shop"
bad_for = "60s"
[[fault]]
kind = "aws_sqs_stall"
aws_region = "eu-west-1"
endpoint = "{}"
sqs_queue = "orders"
after = "1s"
lasts = "10m"
)";

/// A drill on the cloud that the operator allows.
struct CloudDrill {
  explicit CloudDrill(const Moto& moto) {
    (void)home.write("cloud.toml", k_inventory);
    setenv("GAMEDAY_CONFIG", home.write("guards.toml", k_guards).c_str(), 1);
    file = home.write("no_orders.toml", fmt::format(fmt::runtime(k_drill), moto.endpoint()));
  }
  CloudDrill(const CloudDrill&) = delete;
  CloudDrill& operator=(const CloudDrill&) = delete;
  ~CloudDrill() {
    for (const char* name : {"GAMEDAY_CONFIG", "AWS_CREDENTIAL_EXPIRATION"}) unsetenv(name);
  }
  Home home;
  std::string file;
};

void set_end(std::chrono::minutes from_now) {
  const std::string end = format_utc(RealClock{}.wall() + from_now);
  setenv("AWS_CREDENTIAL_EXPIRATION", end.c_str(), 1);
}

bool has(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

}  // namespace

TEST_CASE("credentials that last long enough are go, and whose they are is told") {
  Moto& moto = Moto::fresh();
  const Site site{moto};
  act_as("secret");
  const CloudDrill drill{moto};
  set_end(std::chrono::minutes{30});
  const auto told = gameday({"run", drill.file, "--preflight"});
  CHECK_MESSAGE(told.status == 0, told.err);
  CHECK(has(told.err, "acts in eu-west-1 of AWS as arn:aws:"));
  CHECK(has(told.err, "by credentials of the environment, which end at "));
  CHECK(has(gameday({"plan", drill.file}).out, "they must be good for 15m6s"));
}

TEST_CASE("credentials that end too early, or are none, refuse the drill with nothing changed") {
  Moto& moto = Moto::fresh();
  Site site{moto};
  act_as("secret");
  const std::string before = site.seen();
  const CloudDrill drill{moto};
  std::string why;
  SUBCASE("they end before the queue would have its policy back") {
    set_end(std::chrono::minutes{14});
    why = "before all could be put back";
  }
  SUBCASE("there are none") {
    unsetenv("AWS_ACCESS_KEY_ID");
    why = "could not find credentials for AWS";
  }
  for (const std::string way : {"--preflight", "--yes"}) {
    CAPTURE(way);
    const auto told = gameday({"run", drill.file, way});
    CHECK(told.status == k_refused);
    CHECK(has(told.err, "guard credentials: eu-west-1 of AWS needs them for 15m6s"));
    CHECK(has(told.err, why));
    CHECK_FALSE(has(told.err, "BASELINE"));
  }
  CHECK(site.seen() == before);
}

}  // namespace gameday::regions
