// SPDX-License-Identifier: Apache-2.0
// The way back as an operator would go it: from a synchronous pair nothing is lost, and the
// servers' own logs agree.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

std::string role(const Lab& lab, const char* side) {
  return lab.sql(side, "select pg_is_in_recovery()") == "t" ? "standby" : "primary";
}

/// The lines of a record, read without gameday's own code.
std::vector<Json> lines_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<Json> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
  return lines;
}

/// The first line of a server's log that has this piece, as seconds of its day.
double logged_at(const std::filesystem::path& log, const std::string& piece, double after) {
  std::ifstream stream(log);
  for (std::string line; std::getline(stream, line);) {
    if (line.find(piece) == std::string::npos || line.size() < 23) continue;
    const double at = std::stod(line.substr(11, 2)) * 3600 + std::stod(line.substr(14, 2)) * 60 +
                      std::stod(line.substr(17, 6));
    if (at >= after) return at;
  }
  return -1;
}

/// The wall clock of the run at its first moment, as seconds of its day, and that moment.
struct ClockOfRun {
  double day = 0;
  double start = 0;
};

ClockOfRun clock_of(const std::filesystem::path& folder) {
  ClockOfRun clock;
  for (const Json& line : lines_of(folder / "timeline.jsonl")) {
    if (clock.start == 0) clock.start = line.at("t").get<double>() / 1e9;
    if (line.at("event") != "clock_pair") continue;
    const double wall = std::fmod(line.at("wall").get<double>() / 1e9, 86400);
    clock.day = wall - (line.at("t").get<double>() / 1e9 - clock.start);
    break;
  }
  return clock;
}

Json phase_of(const Json& failback, const std::string& name) {
  return member_where(failback.at("phases"), "name", name);
}

/// What the servers' own logs say of the way back, against the scorecard's intervals and 50 ms.
void check_against_logs(const Lab& lab, const std::filesystem::path& folder, const Json& card) {
  const Json& failback = card.at("failback");
  const ClockOfRun clock = clock_of(folder);
  const double onset_low = failback.at("onset_low_s").get<double>();
  const double onset_high = failback.at("onset_high_s").get<double>();
  const auto log_b = lab.folder() / "db-b" / "log";
  const auto log_a = lab.folder() / "db-a" / "restart.log";
  const double stop = logged_at(log_b, "received fast shutdown request", clock.day) - clock.day;
  CHECK(stop >= onset_low - 0.05);
  // pg_ctl comes into the lab before it asks the server to stop.
  CHECK(stop <= onset_high + phase_of(failback, "demote").at("end_high_s").get<double>() + 0.05);
  const double promoted = logged_at(log_a, "archive recovery complete", clock.day) - clock.day;
  const Json act = phase_of(failback, "act");
  CHECK(promoted >= onset_low + act.at("start_low_s").get<double>() - 0.05);
  CHECK(promoted <= onset_high + act.at("end_high_s").get<double>() + 0.05);
}

void check_sum(const Json& failback) {
  const Json rto = member_where(failback.at("objectives"), "name", "rto");
  double end = 0;
  for (const Json& phase : failback.at("phases")) {
    if (!phase.at("end_high_s").is_null()) end = phase.at("end_high_s").get<double>();
  }
  CHECK(end == doctest::Approx(rto.at("high_s").get<double>()).epsilon(0.0001));
}

}  // namespace

TEST_CASE("back from a synchronous pair: met, nothing lost, and as the servers' logs say") {
  const Lab lab{"failback"};
  const Home home;
  const ProcessOutcome ended = run_drill_in(lab, "failback");
  INFO(ended.out, ended.err);
  CHECK(ended.status == 0);
  const auto folder = home.run_of("failback");
  const Json card = scorecard_of(folder);
  CHECK(card.at("end_state") == "failed-back");
  const Json& failback = card.at("failback");
  CHECK(failback.at("verdict") == "met");
  const Json rpo = member_where(failback.at("objectives"), "name", "rpo");
  CHECK(rpo.at("lost") == 0);
  CHECK(rpo.at("acknowledged").get<int>() > 100);
  CHECK(role(lab, "a") == "primary");
  CHECK(role(lab, "b") == "standby");
  CHECK(router_is_clean(lab));
  CHECK(gameday({"status"}).out == "nothing is in force\n");
  check_sum(failback);
  check_against_logs(lab, folder, card);
}

}  // namespace gameday::regions
