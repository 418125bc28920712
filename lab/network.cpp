// SPDX-License-Identifier: Apache-2.0
#include "lab/network.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <utility>
#include <vector>

#include "lab/launch.hpp"
#include "lab/namespaces.hpp"
#include "lab/topology.hpp"
#include "world/fd.hpp"

namespace gameday::lab {
namespace {

constexpr std::chrono::milliseconds k_deadline{10'000};

Result<void> set_kernel(const char* setting, std::string_view value) {
  const UniqueFd fd{open(setting, O_WRONLY | O_CLOEXEC)};
  if (!fd.valid() || write(fd.get(), value.data(), value.size()) < 0) {
    return fail_errno("set", setting, errno);
  }
  return {};
}

Result<void> forward_packets() {
  const auto visit = ZoneVisit::begin(k_router);
  if (!visit) return tl::unexpected{visit.error()};
  if (auto done = set_kernel("/proc/sys/net/ipv4/ip_forward", "1"); !done) return done;
  return set_kernel("/proc/sys/net/ipv6/conf/all/forwarding", "1");
}

// The servers have dropped all rights, and names and web are served below port 1024.
Result<void> free_low_ports() {
  const auto visit = ZoneVisit::begin(k_world);
  if (!visit) return tl::unexpected{visit.error()};
  return set_kernel("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0");
}

/// An `ip -batch` that is written but not yet run.
Result<Launch> batch(const Site& site, std::string_view zone, std::string_view lines) {
  const auto folder = site.folder / "network";
  const auto file = folder / (zone.empty() ? "namespaces" : std::string{zone});
  if (auto made = make_server_folder(site, folder); !made) return tl::unexpected{made.error()};
  if (auto done = write_server_file(site, file, lines); !done) {
    return tl::unexpected{done.error()};
  }
  return Launch{
      .argv = {"/usr/sbin/ip", "-batch", file}, .zone = std::string{zone}, .log = folder / "log"};
}

/// Fills every zone at once.
Result<void> fill_zones(const Site& site) {
  std::vector<std::pair<std::string_view, std::string>> texts{
      {k_router, router_batch(site.options.witness)}};
  for (const Zone& zone : zones(site.options.witness)) {
    texts.emplace_back(zone.name, zone_batch(zone));
  }
  std::vector<std::pair<pid_t, Launch>> running;
  for (const auto& [zone, lines] : texts) {
    auto what = batch(site, zone, lines);
    if (!what) return tl::unexpected{what.error()};
    const auto pid = launch(*what);
    if (!pid) return tl::unexpected{pid.error()};
    running.emplace_back(*pid, std::move(*what));
  }
  Result<void> all{};
  for (const auto& [pid, what] : running) {
    if (auto done = finish(pid, what, k_deadline); !done) all = done;
  }
  return all;
}

}  // namespace

Result<void> build_network(const Site& site) {
  auto namespaces = batch(site, "", namespace_batch(site.options.witness));
  if (!namespaces) return tl::unexpected{namespaces.error()};
  if (auto done = run(*namespaces, k_deadline); !done) return done;
  if (auto done = forward_packets(); !done) return done;
  if (auto done = free_low_ports(); !done) return done;
  return fill_zones(site);
}

}  // namespace gameday::lab
