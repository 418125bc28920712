// SPDX-License-Identifier: Apache-2.0
// Runs a command in a pod by kubectl exec. A command that ran and failed is told by what kubectl
// says of it ("command terminated with exit code 3", and it exits with the same); where it fails
// without saying so, nothing ran.
#include "world/transports.hpp"

namespace gameday {
namespace {

constexpr std::string_view k_command_failed = "command terminated with exit code ";

void add(std::vector<std::string>& words, const char* option, const std::string& value) {
  if (!value.empty()) words.push_back(option + value);
}

Result<std::vector<std::string>> wrap(const Inventory& inventory, const Host& host,
                                      std::vector<std::string> argv) {
  const KubectlWay& way = host.kubectl;
  if (way.pod.empty() || way.pod.starts_with('-')) {
    return fail(ErrorKind::failed, "reach the host", host.name,
                "its transport is kubectl, but it names no pod",
                "give it kubectl.pod = \"<name>\" in " + inventory.file);
  }
  if (auto fits = without_gameday(host, argv); !fits) return tl::unexpected(fits.error());
  std::vector<std::string> wrapped{"kubectl"};
  add(wrapped, "--kubeconfig=", way.kubeconfig);
  add(wrapped, "--context=", way.context);
  add(wrapped, "--namespace=", way.namespace_name);
  wrapped.insert(wrapped.end(), {"exec", "--stdin", "--pod-running-timeout=5s"});
  add(wrapped, "--container=", way.container);
  wrapped.insert(wrapped.end(), {way.pod, "--"});
  wrapped.insert(wrapped.end(), argv.begin(), argv.end());
  return wrapped;
}

bool unreachable(int status, std::string_view said) {
  return status != 0 && said.find(k_command_failed) == std::string_view::npos;
}

}  // namespace

const Transport k_transport_kubectl{"kubectl", "in a pod, by kubectl exec", wrap, unreachable,
                                    true};

}  // namespace gameday
