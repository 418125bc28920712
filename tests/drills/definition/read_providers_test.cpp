// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/read_providers.hpp"

#include "tests/drills/definition/broken.hpp"

using namespace gameday;

namespace {

constexpr std::string_view k_inventory = R"toml(environment = "staging"
[region.ireland]
networks = ["192.0.2.0/24"]

[aws.ireland]
region = "eu-west-1"
endpoint = "http://127.0.0.1:5000"
profile = "drill"

[cluster.shop]
kubeconfig = "/etc/kube/shop.conf"
context = "shop"
)toml";

LoadedInventory load_with(std::string_view from = {}, std::string_view to = {}) {
  return samples::load_inventory_with(k_inventory, from, to);
}

}  // namespace

TEST_CASE("regions of AWS and clusters are read") {
  const auto loaded = load_with();
  REQUIRE(loaded.problems.empty());
  const AwsRegion& aws = loaded.inventory->aws.at("ireland");
  CHECK(aws.name == "ireland");
  CHECK(aws.region == "eu-west-1");
  CHECK(aws.endpoint == "http://127.0.0.1:5000");
  CHECK(aws.profile == "drill");
  const Cluster& cluster = loaded.inventory->clusters.at("shop");
  CHECK(cluster.name == "shop");
  CHECK(cluster.kubeconfig == "/etc/kube/shop.conf");
  CHECK(cluster.context == "shop");
}

TEST_CASE("an AWS region without its name and a key that nobody knows are told") {
  const auto nameless = load_with("region = \"eu-west-1\"\n", "");
  REQUIRE(nameless.problems.size() == 1);
  CHECK(nameless.problems[0].message.find("region") != std::string::npos);
  const auto unknown = load_with("context =", "contexts =");
  REQUIRE(unknown.problems.size() == 1);
  CHECK(unknown.problems[0].message.find("contexts") != std::string::npos);
}
