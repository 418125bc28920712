// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "base/inventory.hpp"
#include "world/process.hpp"

namespace gameday::regions {

/// The API of a Kubernetes cluster on this machine, without anything behind it: etcd and
/// kube-apiserver on ports of 127.0.0.1 that the kernel chose, in a folder of their own, up while
/// it lives. tools/setup-tests brings kube-apiserver. No controller, node or network plugin is
/// there: an object lies in it, and nobody does what it says.
class KubeApi {
 public:
  /// Fails the test where it does not come up.
  KubeApi();
  KubeApi(const KubeApi&) = delete;
  KubeApi& operator=(const KubeApi&) = delete;
  ~KubeApi();

  /// The cluster as an inventory has it, for its administrator, or for the users "drill" and
  /// "reader", who may do nothing until somebody lets them.
  [[nodiscard]] Cluster cluster(const std::string& user = "admin") const;
  /// The port of etcd, where somebody listens while the cluster is up.
  [[nodiscard]] int etcd_port() const { return m_etcd_port; }

  /// kubectl as administrator; fails the test where it fails.
  std::string kubectl(std::vector<std::string> words, const std::string& input = {}) const;
  /// The same, whatever it comes to.
  [[nodiscard]] ProcessOutcome try_kubectl(std::vector<std::string> words,
                                           const std::string& input = {}) const;

  /// All network policies, experiments of Chaos Mesh, namespaces and pods, to be compared.
  [[nodiscard]] std::string look() const;

 private:
  void write_files() const;
  void start_etcd();
  void start_api();
  [[nodiscard]] pid_t start(const std::string& name, std::vector<std::string> argv) const;

  std::filesystem::path m_folder;
  int m_etcd_port = 0;
  int m_peer_port = 0;
  int m_port = 0;
  std::vector<pid_t> m_servers;
};

}  // namespace gameday::regions
