// SPDX-License-Identifier: Apache-2.0
// A second way to the shop, through a Toxiproxy that can be told to spoil it.
#include "lab/servers/toxiproxy.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json.hpp"
#include "lab/contact.hpp"
#include "lab/programs.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

constexpr std::string_view k_host = "toxiproxy";
constexpr std::string_view k_balancer = "balancer";
constexpr std::string_view k_name = "toxiproxy-server";
constexpr std::string_view k_question = "GET /version HTTP/1.0\r\n\r\n";
constexpr std::chrono::milliseconds k_patience{50};

Result<std::vector<Process>> prepare(const Site& site) {
  const auto from = toxiproxy_program(site);
  const auto remedy = fmt::format("tell where it is by {}", k_toxiproxy_variable);
  if (auto there = need_program(from, remedy); !there) return tl::unexpected{there.error()};
  const auto program = bring_program(from, k_name);
  if (!program) return tl::unexpected{program.error()};
  const auto folder = site.folder / k_host;
  const auto file = folder / "proxies.json";
  auto done = make_server_folder(site, folder);
  if (done) done = write_server_file(site, file, toxiproxy_configuration());
  if (!done) return tl::unexpected{done.error()};
  const LabHost* host = find_lab_host(k_host);
  return std::vector{
      Process{"toxiproxy", Launch{.argv = {*program, "-host", ipv4(k_host), "-port",
                                           std::to_string(host->port), "-config", file},
                                  .zone = std::string{host->zone},
                                  .log = folder / "log",
                                  .account = site.account,
                                  .environment = {"LOG_LEVEL=warn"}}}};
}

std::string state(const Site&, const Process& process) {
  const auto api =
      connect_tcp(process.launch.zone, ipv4(k_host), find_lab_host(k_host)->port, k_patience);
  return std::string{ask(api, k_question).empty() ? "silent" : k_ready};
}

}  // namespace

std::filesystem::path toxiproxy_program(const Site& site) {
  const char* given = std::getenv(k_toxiproxy_variable);
  return given != nullptr && *given != '\0' ? std::filesystem::path{given} : site.programs / k_name;
}

std::string toxiproxy_configuration() {
  const int port = find_lab_host(k_balancer)->port;
  const Json shop{{"name", "shop"},
                  {"listen", fmt::format("{}:{}", ipv4(k_host), port)},
                  {"upstream", fmt::format("{}:{}", ipv4(k_balancer), port)},
                  {"enabled", true}};
  return Json::array({shop}).dump(2);
}

const Server k_server_toxiproxy{"toxiproxy", "Toxiproxy, a second way to the shop", prepare, state,
                                nullptr};

}  // namespace gameday::lab
