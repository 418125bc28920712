// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/read_providers.hpp"

#include <fmt/format.h>

#include "drills/definition/text.hpp"

namespace gameday {
namespace {

AwsRegion read_aws(const std::string& name, const TomlNode& node, Problems& problems) {
  AwsRegion aws;
  aws.name = name;
  TableReader reader{node, fmt::format("[aws.{}]", printable(name)), problems};
  reader.name("region", aws.region, Need::required);
  reader.text("endpoint", aws.endpoint);
  reader.text("profile", aws.profile);
  reader.finish();
  return aws;
}

Cluster read_cluster(const std::string& name, const TomlNode& node, Problems& problems) {
  Cluster cluster;
  cluster.name = name;
  TableReader reader{node, fmt::format("[cluster.{}]", printable(name)), problems};
  reader.text("kubeconfig", cluster.kubeconfig);
  reader.text("context", cluster.context);
  reader.finish();
  return cluster;
}

}  // namespace

void read_providers(TableReader& reader, Inventory& inventory, Problems& problems) {
  reader.named_tables("aws", [&](const std::string& name, const TomlNode& node) {
    inventory.aws[name] = read_aws(name, node, problems);
  });
  reader.named_tables("cluster", [&](const std::string& name, const TomlNode& node) {
    inventory.clusters[name] = read_cluster(name, node, problems);
  });
}

}  // namespace gameday
