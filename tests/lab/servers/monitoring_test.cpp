// SPDX-License-Identifier: Apache-2.0
// What needs no region; the rest is in tests/regions/lab_monitoring_test.cpp.
#include "lab/servers/monitoring.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

#include "lab/servers.hpp"
#include "tests/world/support/scratch.hpp"

using namespace gameday;
using namespace gameday::lab;

namespace {

Site site_in(const std::filesystem::path& folder) {
  auto site = make_site(Options{.with = {"monitoring"}});
  REQUIRE(site);
  site->folder = folder;
  return *site;
}

bool has(const std::string& text, std::string_view piece) {
  return text.find(piece) != std::string::npos;
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream{file};
  return {std::istreambuf_iterator<char>{stream}, {}};
}

}  // namespace

TEST_CASE("both regions are asked through the blackbox exporter, four times a second") {
  const std::string text = prometheus_configuration(site_in("/lab"));
  CHECK(has(text, "scrape_interval: 250ms\n"));
  CHECK(has(text, R"([ "http://10.77.1.20:8080/healthz" ], labels: { region: region-a })"));
  CHECK(has(text, R"([ "http://10.77.2.20:8080/healthz" ], labels: { region: region-b })"));
  CHECK(has(text, R"(replacement: "10.77.0.20:9115")"));
  CHECK(has(text, R"(targets: [ "10.77.0.21:9093" ])"));
  CHECK(has(text, R"(rule_files: [ "/lab/monitoring/rules.yml" ])"));
}

TEST_CASE("a region that does not answer for half a second is an alert by its name") {
  const std::string text = prometheus_rules();
  CHECK(has(text, "alert: RegionDown\n"));
  CHECK(has(text, "for: 500ms\n"));
  CHECK(has(text, "severity: page"));
  CHECK(has(blackbox_configuration(), "valid_status_codes: [ 200, 503 ]"));
}

TEST_CASE("pages go to oncall at a path that nobody guesses") {
  const std::string text = alertmanager_configuration("secret");
  CHECK(has(text, "receiver: oncall\n"));
  CHECK(has(text, R"(url: "http://10.77.0.10:9095/secret", send_resolved: true)"));
}

TEST_CASE("three processes are prepared, and the token is the same for both sides") {
  const Scratch scratch;
  const Site site = site_in(scratch.folder());
  const auto processes = k_server_monitoring.prepare(site);
  REQUIRE(processes);
  REQUIRE(processes->size() == 3);
  for (const Process& process : *processes) {
    CAPTURE(process.name);
    CHECK(process.launch.zone == "world");
    CHECK(process.launch.argv.front().starts_with("/usr/bin/prometheus"));
    // In a zone that is not there nobody answers.
    CHECK(k_server_monitoring.state(site, process) == "silent");
  }
  CHECK_FALSE(k_server_monitoring.settled(site));
  const std::string token = text_of(page_token_file(site));
  CHECK(token.size() == 32);
  CHECK(has(text_of(scratch.file("monitoring/alertmanager.yml")), "/" + token + "\""));
  REQUIRE(k_server_monitoring.prepare(site));
  CHECK(text_of(page_token_file(site)) != token);
}

TEST_CASE("all are probed once two of them are counted") {
  const std::string head = R"({"status":"success","data":{"resultType":"vector","result":[)";
  CHECK(probes_all(head + R"({"metric":{},"value":[1795543200.123,"2"]}]}})"));
  CHECK_FALSE(probes_all(head + R"({"metric":{},"value":[1795543200.123,"1"]}]}})"));
  CHECK_FALSE(probes_all(head + "]}}"));
  CHECK_FALSE(probes_all(""));
}
