// SPDX-License-Identifier: Apache-2.0
#include "injectors/service_target.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "injectors/targets.hpp"

namespace gameday {
namespace {

/// What holds all of a host, or the way in to it.
constexpr std::array<std::string_view, 8> k_everything{
    "-.slice",     "init.scope",   "system.slice", "user.slice",
    "ssh.service", "sshd.service", "dbus.service", "systemd-journald.service"};

/// Why a service is none that may be hit; empty = it may.
std::string refusal(const Service& service) {
  if (!service.pid_file.empty() && !service.pid_file.starts_with('/')) {
    return fmt::format("its pid_file {} is no full path", service.pid_file);
  }
  if (service.unit.starts_with('-') || std::ranges::count(k_everything, service.unit) > 0) {
    return fmt::format("{} holds all of the host, or the way in", service.unit);
  }
  const std::string& cgroup = service.cgroup;
  if (cgroup.empty()) return {};
  if (cgroup.find("..") != cgroup.npos || cgroup.find_first_not_of("/.") == cgroup.npos) {
    return fmt::format("the cgroup {} is not one below /sys/fs/cgroup", cgroup);
  }
  const std::string last = cgroup.substr(cgroup.find_last_of('/') + 1);
  if (std::ranges::count(k_everything, last) == 0) return {};
  return fmt::format("the cgroup {} holds all of the host, or the way in", cgroup);
}

}  // namespace

Result<ServiceTarget> service_target(const Params& params, const FaultScope& scope) {
  const auto service = target_service(params, scope);
  if (!service) return tl::unexpected(service.error());
  const Host* host = scope.inventory.find_host((*service)->host);
  if (host == nullptr) {
    return cannot_plan(scope,
                       fmt::format("the service {} is on the host \"{}\", which there is not",
                                   (*service)->name, (*service)->host));
  }
  if (std::string why = refusal(**service); !why.empty()) {
    return cannot_plan(scope,
                       fmt::format("the service {} is not touched: {}", (*service)->name, why));
  }
  return ServiceTarget{*service, host};
}

}  // namespace gameday
