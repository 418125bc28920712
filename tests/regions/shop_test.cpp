// SPDX-License-Identifier: Apache-2.0
// The service in its regions: what it costs to raise, and that an order is placed once and for all.
// also as an ordinary user
#include <doctest/doctest.h>

#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "lab/cluster_template.hpp"
#include "tests/regions/support/lab.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

// On two cores. Cold is the first lab after a boot, which makes the cluster all others are copied
// of.
constexpr double k_warm_s = 2;
constexpr double k_cold_s = 4;
constexpr double k_memory_mb = 150;

const std::string k_balancer = "http://10.77.0.12";
const std::string k_shop_b = "http://10.77.2.20:8080";

/// Asks as a client does and gives the status, a blank and the body.
std::string ask(const Lab& lab, std::vector<std::string> options, const std::string& url) {
  std::vector<std::string> argv{"curl", "-sg", "--max-time", "3", "-w", "\n%{http_code}"};
  argv.insert(argv.end(), options.begin(), options.end());
  argv.push_back(url);
  const auto answer = lab.on("clients", argv);
  const std::size_t line = answer.out.rfind('\n');
  return line == std::string::npos ? answer.out
                                   : answer.out.substr(line + 1) + " " + answer.out.substr(0, line);
}

std::string place(const Lab& lab, const std::string& url, const std::string& key, int quantity) {
  return ask(lab,
             {"-H", "Idempotency-Key: " + key, "-d",
              fmt::format(R"({{"item":"tea","quantity":{}}})", quantity)},
             url + "/orders");
}

std::string count_of(const std::string& key) {
  return fmt::format("select count(*) from orders where idempotency_key = '{}'", key);
}

}  // namespace

TEST_CASE("a warm lab is raised in time and stays small, and its first order is in both regions") {
  {
    const Lab first{"shop-warm"};
  }
  const Lab lab{"shop-warm"};
  const auto status = lab.status();
  CHECK(status.at("first_order_s") > 0);
  CHECK(status.at("first_order_s") < k_warm_s);
  CHECK(status.at("pss_mb") > 10);
  CHECK(status.at("pss_mb") < k_memory_mb);
  CHECK(lab.sql("a", count_of("lab-up")) == "1");
  CHECK(eventually([&] { return lab.sql("b", count_of("lab-up")) == "1"; }, 3s));
}

TEST_CASE("a cold lab is raised in time as well") {
  const std::filesystem::path made = lab::base_folder() / lab::template_name();
  std::filesystem::remove_all(made);
  const Lab lab{"shop-cold"};
  CHECK(std::filesystem::exists(made));
  CHECK(lab.status().at("first_order_s") < k_cold_s);
}

TEST_CASE("the service answers by name and address, and says what it can do") {
  const Lab lab{"shop-health"};
  const std::string good = R"(200 {"region":"region-a","writable":true})";
  CHECK(ask(lab, {}, k_balancer + "/healthz") == good);
  CHECK(ask(lab, {}, "http://[fd77:0:0:0::12]/healthz") == good);
  CHECK(ask(lab, {}, "http://10.77.9.9:8080/healthz") == good);
  CHECK(ask(lab, {}, k_shop_b + "/healthz") == R"(503 {"region":"region-b","writable":false})");
  CHECK(lab.on("db-b", {"pg_ctl", "promote", "--silent"}).status == 0);
  CHECK(ask(lab, {}, k_shop_b + "/healthz") == R"(200 {"region":"region-b","writable":true})");
}

TEST_CASE("the same key is the same order, and each region tells of it") {
  const Lab lab{"shop-orders"};
  const std::string first = place(lab, k_balancer, "k", 2);
  REQUIRE(first.starts_with("201 "));
  CHECK(place(lab, k_balancer, "k", 2) == first);
  CHECK(place(lab, k_balancer, "k", 3).starts_with("422 "));
  CHECK(lab.sql("a", count_of("k")) == "1");
  const std::string id = Json::parse(first.substr(4)).at("id").get<std::string>();
  const std::string expected = "200" + first.substr(3);
  CHECK(ask(lab, {}, k_balancer + "/orders/" + id) == expected);
  CHECK(eventually([&] { return ask(lab, {}, k_shop_b + "/orders/" + id) == expected; }, 3s));
  // A standby takes none, and says so rather than passing it on.
  CHECK(place(lab, k_shop_b, "other", 1).starts_with("503 "));
}

TEST_CASE("an order in doubt is not acknowledged, and asking again settles it") {
  const Lab lab{"shop-doubt"};
  // The standby's region does not answer: nothing may be acknowledged that only region A has.
  REQUIRE(lab.on("router", {"ip", "link", "set", "to-b", "down"}).status == 0);
  CHECK(place(lab, k_balancer, "doubt", 1).starts_with("504 "));
  CHECK(ask(lab, {}, k_balancer + "/healthz").starts_with("200 "));
  REQUIRE(lab.on("router", {"ip", "link", "set", "to-b", "up"}).status == 0);
  CHECK(eventually([&] { return place(lab, k_balancer, "doubt", 1).starts_with("201 "); }, 15s));
  CHECK(lab.sql("a", count_of("doubt")) == "1");
}

TEST_CASE("a database that hangs is told within 200 ms") {
  const Lab lab{"shop-hang"};
  REQUIRE(ask(lab, {}, k_balancer + "/healthz").starts_with("200 "));
  // The shop's sessions, and the postmaster, which would give it new ones.
  const std::string sessions =
      lab.sql("a",
              "select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) || ' ' || "
              "string_agg(pid::text, ' ') from pg_stat_activity "
              "where application_name = 'shop'");
  const auto signal = [&](const std::string& name) {
    std::vector<std::string> argv{"kill", "-" + name};
    std::istringstream pids{sessions};
    for (std::string pid; pids >> pid;) argv.push_back(pid);
    return lab.on("db-a", argv).status;
  };
  REQUIRE(signal("STOP") == 0);
  const std::string told =
      ask(lab, {"-w", "\n%{time_total}\n%{http_code}"}, k_balancer + "/healthz");
  CHECK(told.starts_with("503 "));
  const double took = std::stod(told.substr(told.rfind('\n') + 1));
  CHECK(took > 0.1);
  CHECK(took < 0.3);
  REQUIRE(signal("CONT") == 0);
  CHECK(eventually([&] { return ask(lab, {}, k_balancer + "/healthz").starts_with("200 "); }, 3s));
}

}  // namespace gameday::regions
