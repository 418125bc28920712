// SPDX-License-Identifier: Apache-2.0
// A message broker of the other kind: one RabbitMQ 3.10 in region A, with its management API.
#include "lab/servers/rabbitmq.hpp"

#include <sys/stat.h>

#include <cerrno>

#include <fmt/format.h>

#include "lab/contact.hpp"
#include "lab/programs.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

constexpr std::string_view k_host = "rabbit-a";
constexpr std::string_view k_program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
constexpr int k_api_port = 15672;
constexpr std::chrono::milliseconds k_patience{500};

// Statistics each second: backlogs are read from them.
constexpr std::string_view k_settings = R"(listeners.tcp.1 = {address}:{port}
management.tcp.ip = {address}
management.tcp.port = {api}
loopback_users = none
log.console = false
collect_statistics_interval = 1000
vm_memory_high_watermark.absolute = 512MB
disk_free_limit.absolute = 50MB
)";

// The queue that the catalog's inventory names. With definitions of its own a broker makes no
// account by itself: this is guest, whose password is its name, salted and hashed (rabbitmq.com,
// Passwords).
constexpr std::string_view k_definitions = R"({
  "users": [{"name": "guest", "tags": ["administrator"], "limits": {},
             "password_hash": "Z2RheYnv1H5yJOiGeMTL2TfHlzyB9SMcZaARqTMg2BlOxjiV",
             "hashing_algorithm": "rabbit_password_hashing_sha256"}],
  "vhosts": [{"name": "/"}],
  "permissions": [{"user": "guest", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}],
  "queues": [{"name": "events", "vhost": "/", "durable": true, "auto_delete": false,
              "arguments": {}}]
}
)";

// As guest, whose password is its name, in base 64.
constexpr std::string_view k_health_question =
    "GET /api/health/checks/alarms HTTP/1.0\r\nAuthorization: Basic Z3Vlc3Q6Z3Vlc3Q=\r\n\r\n";

// One scheduler that does not spin: it shares two cores with everything else.
constexpr std::string_view k_arguments =
    "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +SDcpu 1:1 +sbwt none +sbwtdcpu none";

std::filesystem::path home_of(const Site& site) { return site.folder / k_host; }

/// Erlang takes no cookie that others may read.
Result<void> write_cookie(const Site& site) {
  const auto cookie = home_of(site) / ".erlang.cookie";
  if (auto done = write_server_file(site, cookie, "gameday-lab-cookie"); !done) return done;
  if (chmod(cookie.c_str(), 0400) == 0) return {};
  return fail_errno("protect", cookie.string(), errno);
}

Result<void> write_files(const Site& site) {
  const auto home = home_of(site);
  for (const auto& folder : {home, home / "mnesia", home / "log"}) {
    if (auto made = make_server_folder(site, folder); !made) return made;
  }
  const auto definitions = home / "definitions.json";
  const std::string settings =
      fmt::format("{}load_definitions = {}\n", rabbit_configuration(), definitions.string());
  auto done = write_server_file(site, home / "rabbitmq.conf", settings);
  if (done) done = write_server_file(site, definitions, k_definitions);
  if (done) done = write_server_file(site, home / "plugins", "[rabbitmq_management].\n");
  if (done) done = write_server_file(site, home / "environment", "");
  return done ? write_cookie(site) : done;
}

Result<std::vector<Process>> prepare(const Site& site) {
  if (auto there = need_program(k_program, "install rabbitmq-server"); !there) {
    return tl::unexpected{there.error()};
  }
  if (auto done = write_files(site); !done) return tl::unexpected{done.error()};
  return std::vector{Process{"rabbitmq", Launch{.argv = {std::string{k_program}},
                                                .zone = std::string{find_lab_host(k_host)->zone},
                                                .log = home_of(site) / "output",
                                                .account = site.account,
                                                .home = home_of(site),
                                                .environment = rabbit_environment(site)}}};
}

// The API comes last.
std::string state(const Site&, const Process& process) {
  const auto api = connect_tcp(process.launch.zone, ipv4(k_host), k_api_port, k_patience);
  const std::string answer = ask(api, k_health_question);
  if (answer.empty()) return "silent";
  return answer.substr(0, answer.find('\r')).find(" 200") == std::string::npos
             ? "unwell"
             : std::string{k_ready};
}

}  // namespace

std::string rabbit_configuration() {
  return fmt::format(fmt::runtime(k_settings), fmt::arg("address", ipv4(k_host)),
                     fmt::arg("port", find_lab_host(k_host)->port), fmt::arg("api", k_api_port));
}

std::vector<std::string> rabbit_environment(const Site& site) {
  const std::string home = home_of(site);
  return {
      "RABBITMQ_NODENAME=rabbit@localhost",
      "RABBITMQ_MNESIA_BASE=" + home + "/mnesia",
      "RABBITMQ_LOG_BASE=" + home + "/log",
      "RABBITMQ_CONFIG_FILE=" + home + "/rabbitmq",
      "RABBITMQ_ENABLED_PLUGINS_FILE=" + home + "/plugins",
      "RABBITMQ_CONF_ENV_FILE=" + home + "/environment",
      "RABBITMQ_PID_FILE=" + home + "/pid",
      "ERL_EPMD_ADDRESS=127.0.0.1",
      // The script that starts it then becomes it, so that its pid is the broker's.
      "RUNNING_UNDER_SYSTEMD=true",
      fmt::format("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS={}", k_arguments),
  };
}

const Server k_server_rabbitmq{"rabbitmq", "RabbitMQ 3.10 in region A, with its management API",
                               prepare, state, nullptr};

}  // namespace gameday::lab
