// SPDX-License-Identifier: Apache-2.0
// The service moves by name, behind a resolver that caches: what the scorecard says of each client
// class is held against what the authority and the resolver themselves answered, asked from beside.
#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/regions/support/drill.hpp"
#include "tests/regions/support/paths.hpp"

namespace gameday::regions {
namespace {

using Clock = std::chrono::steady_clock;

constexpr double k_ttl_s = 5;
constexpr const char* k_name = "shop.dr.lab";

double seconds(Clock::time_point at) {
  return std::chrono::duration<double>(at.time_since_epoch()).count();
}

/// Asks one server for the name all the time; when its answer turned to region B.
class Turning {
 public:
  Turning(const Lab& lab, std::string server)
      : m_lab(lab), m_server(std::move(server)), m_thread([this] { watch(); }) {}
  Turning(const Turning&) = delete;
  Turning& operator=(const Turning&) = delete;
  ~Turning() { stop(); }
  void stop() {
    m_running = false;
    if (m_thread.joinable()) m_thread.join();
  }
  double last_old = 0;   ///< when the last question that got the old answer was sent
  double first_new = 0;  ///< when the first new answer was there; 0 = never

 private:
  void watch() {
    while (m_running && first_new == 0) {
      const auto sent = Clock::now();
      const auto told = m_lab.on(
          "clients", {gameday_binary().string(), "agent", "dns_ask", "--", m_server, k_name});
      if (told.out.starts_with("10.77.1.20")) last_old = seconds(sent);
      if (told.out.starts_with("10.77.2.20")) first_new = seconds(Clock::now());
    }
  }

  const Lab& m_lab;
  std::string m_server;
  std::atomic<bool> m_running{true};
  std::thread m_thread;
};

/// When a step moved to a state, on the machine's monotonic clock.
double step_time(const std::filesystem::path& run, const std::string& step,
                 const std::string& state) {
  std::ifstream timeline{run / "timeline.jsonl"};
  for (std::string line; std::getline(timeline, line);) {
    const Json event = Json::parse(line, nullptr, false);
    if (!event.is_object() || event.value("event", "") != "step_moved") continue;
    if (event.value("step", "") == step && event.value("state", "") == state) {
      return static_cast<double>(event.at("t").get<std::int64_t>()) / 1e9;
    }
  }
  FAIL("the step never came there: " << step);
  return 0;
}

}  // namespace

TEST_CASE("a name moves, and clients of every class follow within its TTL, as seen from beside") {
  const Lab lab{"dnsconverge", {"--with", "authority,cache"}};
  const Home home;
  const std::string drill =
      home.write("dns_failover.toml",
                 catalog_text("drills/catalog/dns_failover.toml", {{"slow.dr.lab", k_name}}));
  Turning authority{lab, "10.77.0.18"};
  Turning cache{lab, "10.77.0.15"};
  const ProcessOutcome ended = run_drill_in(lab, drill);
  authority.stop();
  cache.stop();
  CHECK_MESSAGE(ended.status == 0, ended.out, ended.err);

  const auto run = home.run_of("dns_failover");
  const double began = step_time(run, "shift-names", "started");
  const double shifted = step_time(run, "shift-names", "done");
  // The authority turned while the step ran.
  REQUIRE(authority.first_new > 0);
  CHECK(authority.first_new >= began);
  CHECK(authority.last_old <= shifted);
  // The resolver turned no earlier than the authority, and within the TTL, to the second.
  REQUIRE(cache.first_new > 0);
  CHECK(cache.first_new >= authority.last_old);
  CHECK(cache.last_old <= shifted + k_ttl_s + 1);

  const Json card = scorecard_of(run);
  for (const std::string client : {"fresh", "cached", "pooled"}) {
    CAPTURE(client);
    const Json probe = member_where(card.at("probes"), "name", "shop-" + client);
    REQUIRE(probe.at("converged_high_s").is_number());
    const double low = shifted + probe.at("converged_low_s").get<double>();
    const double high = shifted + probe.at("converged_high_s").get<double>();
    CHECK(low <= high);
    // Nobody is there before the resolver could say so, nor later than a TTL and a timeout after.
    CHECK(high >= cache.last_old);
    CHECK(low <= cache.first_new + k_ttl_s + 1);
    CHECK(probe.at("old_region_answers") == 0);
  }
  const Json converge = member_where(card.at("phases"), "name", "converge");
  CHECK(converge.at("end_high_s").is_number());
  CHECK(converge.at("end_high_s") > converge.at("start_low_s"));
}

}  // namespace gameday::regions
