// SPDX-License-Identifier: Apache-2.0
// What runs left on AWS, found and taken back by whoever knows nothing but the inventory: the run's
// folder is lost, and its journal with it. Against moto's server on this machine.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "injectors/injectors.hpp"
#include "tests/regions/support/aws_site.hpp"

namespace gameday::regions {
namespace {

/// As no writer of JSON would write it, and its one statement in no list.
const std::string k_policy =
    R"({ "Statement": {"Effect":"Allow", "Sid":"theirs", "Principal":"*", "Action":"sqs:*",)"
    R"( "Resource":"arn:aws:sqs:eu-west-1:123456789012:orders"} , "Version":"2012-10-17" })";

bool has(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

/// A run that dies with its folder.
void leave(const Moto& moto) {
  const Home home;
  Bench bench{home};
  Params subnets;
  subnets.set("tags", std::make_shared<const Json>(Json{{"service", "shop"}}));
  Params queue;
  queue.set("sqs_queue", std::string{"orders"});
  for (const auto& fault :
       {plan_in(moto, k_injector_aws_region_blackhole, "cut-a", subnets, bench.inventory),
        plan_in(moto, k_injector_aws_sqs_stall, "stall", queue, bench.inventory)}) {
    bench.process([&](Executor& executor) {
      const auto done = executor.apply(fault.changes.at(0));
      CHECK_MESSAGE(done, done.error().text());
    });
  }
}

std::string inventory_with(const Home& home, const Moto& moto, const std::string& more = {}) {
  return home.write("cloud.toml", fmt::format(R"(environment = "cloud"
[region.ireland]
networks = ["10.0.0.0/16"]
[aws.ireland]
region = "eu-west-1"
endpoint = "{}"
{})",
                                              moto.endpoint(), more));
}

}  // namespace

TEST_CASE("what a lost run left on AWS is named with its cure, and put back byte for byte") {
  Moto& moto = Moto::fresh();
  act_as("secret");
  Site site{moto};
  site.set_policy(k_policy);
  const std::string before = site.seen();
  leave(moto);
  CHECK(site.seen() != before);
  const Home home;
  const std::string inventory = inventory_with(home, moto);

  const auto told = gameday({"doctor", "--inventory", inventory});
  CHECK(told.status == 3);
  CHECK(has(told.out, "aws_acl.cut-a.1a2b3c4d on aws.ireland"));
  CHECK(has(told.out, "of the queue orders in eu-west-1"));
  CHECK(has(told.out, "`gameday recover --from-world --inventory " + inventory + "`"));

  const auto done = gameday({"recover", "--from-world", "--inventory", inventory});
  CHECK_MESSAGE(done.status == 0, done.err);
  CHECK(has(done.out, "reverted aws_acl.cut-a.1a2b3c4d"));
  CHECK(has(done.out, "reverted aws_sqs.gameday1a2b3c4d"));
  CHECK(site.seen() == before);
  CHECK(has(gameday({"recover", "--from-world", "--inventory", inventory}).out, "nothing of a"));
}

TEST_CASE("a region of AWS that does not answer is told, and the rest is put back") {
  Moto& moto = Moto::fresh();
  act_as("secret");
  Site site{moto};
  const std::string before = site.seen();
  leave(moto);
  const Home home;
  // Nobody listens on port 1.
  const std::string inventory = inventory_with(home, moto, R"([aws.atlantis]
region = "eu-south-9"
endpoint = "http://127.0.0.1:1"
)");
  const auto done = gameday({"recover", "--from-world", "--inventory", inventory});
  CHECK(done.status == 3);
  CHECK(has(done.err, "aws.atlantis"));
  CHECK(site.seen() == before);
}

}  // namespace gameday::regions
