// SPDX-License-Identifier: Apache-2.0
// What raises the alarm: Prometheus asks both regions through the blackbox exporter, and
// Alertmanager pages whoever is on call. They are in the world, which no drill cuts.
#include "lab/servers/monitoring.hpp"

#include <array>
#include <random>

#include <fmt/format.h>

#include "lab/contact.hpp"
#include "lab/programs.hpp"
#include "lab/server.hpp"
#include "lab/servers.hpp"
#include "lab/topology.hpp"

namespace gameday::lab {
namespace {

constexpr std::string_view k_host = "metrics";
constexpr std::string_view k_alert_host = "alertmanager";
constexpr int k_blackbox_port = 9115;
constexpr std::string_view k_prometheus = "/usr/bin/prometheus";
constexpr std::string_view k_alertmanager = "/usr/bin/prometheus-alertmanager";
constexpr std::string_view k_blackbox = "/usr/bin/prometheus-blackbox-exporter";
constexpr std::chrono::milliseconds k_patience{50};

constexpr std::string_view k_scraping = R"(global:
  scrape_interval: 250ms
  scrape_timeout: 250ms
  evaluation_interval: 250ms
rule_files: [ "{rules}" ]
alerting:
  alertmanagers:
  - timeout: 1s
    static_configs: [ {{ targets: [ "{alertmanager}" ] }} ]
scrape_configs:
- job_name: region
  metrics_path: /probe
  params: {{ module: [ answers ] }}
  static_configs:
{regions}  relabel_configs:
  - {{ source_labels: [ __address__ ], target_label: __param_target }}
  - {{ source_labels: [ __param_target ], target_label: instance }}
  - {{ target_label: __address__, replacement: "{blackbox}" }}
)";

// A flap of one scrape is no page.
constexpr std::string_view k_rules = R"(groups:
- name: regions
  interval: 250ms
  rules:
  - alert: RegionDown
    expr: probe_success{job="region"} == 0
    for: 500ms
    labels: { severity: page }
    annotations: { summary: "{{ $labels.region }} does not answer" }
)";

// A region whose database is a standby answers 503: it is there.
constexpr std::string_view k_asking = R"(modules:
  answers:
    prober: http
    timeout: 200ms
    http: { preferred_ip_protocol: ip4, valid_status_codes: [ 200, 503 ] }
)";

constexpr std::string_view k_paging = R"(global: {{ resolve_timeout: 5s }}
route:
  receiver: oncall
  group_by: [ alertname, region ]
  group_wait: 100ms
  group_interval: 500ms
  repeat_interval: 1h
receivers:
- name: oncall
  webhook_configs: [ {{ url: "http://{address}/{token}", send_resolved: true }} ]
)";

std::string endpoint(std::string_view host, int port) {
  return fmt::format("{}:{}", ipv4(host), port);
}

std::string endpoint(std::string_view host) { return endpoint(host, find_lab_host(host)->port); }

std::filesystem::path home_of(const Site& site) { return site.folder / "monitoring"; }

std::string make_token() {
  std::random_device source;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", source(), source(), source(), source());
}

Result<void> write_files(const Site& site) {
  const std::string token = make_token();
  const auto home = home_of(site);
  const std::array<std::pair<std::filesystem::path, std::string>, 5> files{{
      {page_token_file(site), token},
      {home / "prometheus.yml", prometheus_configuration(site)},
      {home / "rules.yml", prometheus_rules()},
      {home / "blackbox.yml", blackbox_configuration()},
      {home / "alertmanager.yml", alertmanager_configuration(token)},
  }};
  if (auto made = make_server_folder(site, home); !made) return made;
  for (const auto& [file, text] : files) {
    if (auto done = write_server_file(site, file, text); !done) return done;
  }
  return {};
}

Process process(const Site& site, std::string name, std::vector<std::string> argv) {
  const auto home = home_of(site);
  const auto log = home / (name + ".log");
  return {std::move(name), Launch{.argv = std::move(argv),
                                  .zone = std::string{k_world},
                                  .log = log,
                                  .account = site.account,
                                  .home = home,
                                  .environment = {"GOMAXPROCS=2"}}};
}

Result<std::vector<Process>> prepare(const Site& site) {
  for (const auto& [program, package] :
       {std::pair{k_prometheus, "prometheus"}, std::pair{k_alertmanager, "prometheus-alertmanager"},
        std::pair{k_blackbox, "prometheus-blackbox-exporter"}}) {
    auto there = need_program(program, fmt::format("install {}", package));
    if (!there) return tl::unexpected{there.error()};
  }
  if (auto written = write_files(site); !written) return tl::unexpected{written.error()};
  const std::string home = home_of(site).string();
  return std::vector{
      process(site, "blackbox",
              {std::string{k_blackbox}, "--config.file=" + home + "/blackbox.yml",
               // Its own half a second would leave nothing of ours.
               "--timeout-offset=0.05", "--web.listen-address=" + endpoint(k_host, k_blackbox_port),
               "--log.level=warn"}),
      process(
          site, "alertmanager",
          {std::string{k_alertmanager}, "--config.file=" + home + "/alertmanager.yml",
           "--storage.path=" + home + "/alerts", "--web.listen-address=" + endpoint(k_alert_host),
           "--cluster.listen-address=", "--log.level=warn"}),
      process(site, "prometheus",
              {std::string{k_prometheus}, "--config.file=" + home + "/prometheus.yml",
               "--storage.tsdb.path=" + home + "/metrics", "--storage.tsdb.retention.time=1h",
               "--web.listen-address=" + endpoint(k_host), "--rules.alert.resend-delay=1s",
               "--log.level=warn"})};
}

/// The first bytes of what it answers to a GET.
std::string got(std::string_view host, int port, std::string_view path) {
  const auto server = connect_tcp(k_world, ipv4(host), port, k_patience);
  return ask(server, fmt::format("GET {} HTTP/1.0\r\n\r\n", path), 2048);
}

/// How a process says that it is ready.
struct Readiness {
  std::string_view process;
  std::string_view host;
  int port = 0;
  std::string_view path;
};

std::string state(const Site&, const Process& process) {
  const std::array<Readiness, 3> all{{
      {"blackbox", k_host, k_blackbox_port, "/-/healthy"},
      {"alertmanager", k_alert_host, find_lab_host(k_alert_host)->port, "/-/ready"},
      {"prometheus", k_host, find_lab_host(k_host)->port, "/-/ready"},
  }};
  for (const Readiness& one : all) {
    if (one.process != process.name) continue;
    if (got(one.host, one.port, one.path).starts_with("HTTP/1.0 200")) return std::string{k_ready};
  }
  return "silent";
}

// Prometheus looks for what there is to be scraped every five seconds, however often it scrapes.
bool settled(const Site&) {
  return probes_all(
      got(k_host, find_lab_host(k_host)->port, "/api/v1/query?query=count(probe_success)"));
}

}  // namespace

std::filesystem::path page_token_file(const Site& site) { return home_of(site) / "token"; }

std::string prometheus_configuration(const Site& site) {
  std::string regions;
  for (const std::string_view host : {"app-a", "app-b"}) {
    const LabHost* app = find_lab_host(host);
    regions +=
        fmt::format("  - {{ targets: [ \"http://{}/healthz\" ], labels: {{ region: {} }} }}\n",
                    endpoint(host), app->zone);
  }
  return fmt::format(fmt::runtime(k_scraping),
                     fmt::arg("rules", (home_of(site) / "rules.yml").string()),
                     fmt::arg("alertmanager", endpoint(k_alert_host)), fmt::arg("regions", regions),
                     fmt::arg("blackbox", endpoint(k_host, k_blackbox_port)));
}

std::string prometheus_rules() { return std::string{k_rules}; }

std::string blackbox_configuration() { return std::string{k_asking}; }

std::string alertmanager_configuration(std::string_view token) {
  return fmt::format(fmt::runtime(k_paging), fmt::arg("address", k_page_address),
                     fmt::arg("token", token));
}

bool probes_all(std::string_view answer) { return answer.find("\"2\"]") != std::string_view::npos; }

const Server k_server_monitoring{"monitoring",
                                 "Prometheus, blackbox exporter and Alertmanager, in the world",
                                 prepare, state, settled};

}  // namespace gameday::lab
