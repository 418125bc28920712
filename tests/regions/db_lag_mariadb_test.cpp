// SPDX-License-Identifier: Apache-2.0
// A MariaDB replica made to lag, measured over the sockets of both servers; what was set before is
// put back, by a revert, by the timer, or by what lies in the world alone.
// also as an ordinary user
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/regions/support/live_fault.hpp"
#include "tests/regions/support/paths.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

std::string lag(const std::string& how, const std::string& more = {}) {
  return fmt::format(
      "kind = \"db_lag\"\ndatabase = \"stock\"\non = \"maria-b\"\nuser = \"lab\"\nhow = \"{}\"\n{}",
      how, more);
}

/// The hosts of a region share a network: whoever goes out from there comes by its first address.
constexpr const char* k_address = "address = \"10.77.2.10\"";

/// One server of the pair, by its socket.
ProcessOutcome maria(const Lab& lab, const std::string& side, const std::string& statement) {
  return lab.on("maria-" + side,
                {"mariadb", "--batch", "--skip-column-names", "--user=lab",
                 fmt::format("--socket={}/maria-{}.sock", lab.folder().string(), side),
                 "--database=shop", "--execute=" + statement});
}

int rows(const Lab& lab, const std::string& side) {
  const ProcessOutcome counted = maria(lab, side, "select count(*) from lag_rows");
  return counted.status == 0 ? std::stoi(counted.out) : -1;
}

void write(const Lab& lab) {
  REQUIRE(maria(lab, "a", "insert into lag_rows values (null)").status == 0);
}

bool is_level(const Lab& lab) {
  return eventually([&] { return rows(lab, "b") == rows(lab, "a"); }, 8s);
}

void prepare(const Lab& lab) {
  REQUIRE(maria(lab, "a", "create table lag_rows (id int auto_increment primary key)").status == 0);
  write(lab);
  REQUIRE(is_level(lab));
}

/// What is set for the replication, without what moves.
std::string settings(const Lab& lab) {
  const std::string status = maria(lab, "b", "show slave status\\G").out;
  std::string kept;
  for (const char* name : {"Master_Host", "Master_Port", "Master_User", "Slave_IO_Running",
                           "Slave_SQL_Running", "Using_Gtid", "SQL_Delay", "Connect_Retry"}) {
    const std::size_t at = status.find(fmt::format(" {}: ", name));
    if (at != std::string::npos) kept += status.substr(at, status.find('\n', at) - at) + "\n";
  }
  return kept;
}

}  // namespace

TEST_CASE(
    "the replica's SQL thread stopped, its delay, its stream held: each lags and comes back") {
  const Lab lab{"db-maria", {"--with", "mariadb"}};
  prepare(lab);
  const std::string before = settings(lab);
  for (const std::string& lines :
       {lag("replay-pause"), lag("apply-delay", "delay = \"30s\""), lag("hold", k_address)}) {
    CAPTURE(lines);
    LiveFault fault{lab, lines, 60s, "lab_full.toml"};
    REQUIRE(fault.apply() == "");
    CHECK(fault.seen() == Seen::in_force);
    const int shown = rows(lab, "b");
    write(lab);
    CHECK(eventually([&] { return fault.proven(); }, 5s));
    CHECK(rows(lab, "b") == shown);
    CHECK(rows(lab, "a") == shown + 1);
    CHECK(fault.revert() == "");
    CHECK(is_level(lab));
    CHECK(eventually([&] { return settings(lab) == before; }, 5s));
  }
}

TEST_CASE("a delay of before is put back by the timer, and a replica that is stopped is refused") {
  const Lab lab{"db-maria", {"--with", "mariadb"}};
  prepare(lab);
  const auto set = [&](const std::string& statement) {
    REQUIRE(maria(lab, "b", statement).status == 0);
  };
  set("stop slave; change master to master_delay=1; start slave");
  const std::string before = settings(lab);
  for (const std::string& lines : {lag("apply-delay", "delay = \"30s\""), lag("replay-pause")}) {
    CAPTURE(lines);
    LiveFault fault{lab, lines, 2s, "lab_full.toml"};
    REQUIRE(fault.apply() == "");
    CHECK(eventually([&] { return fault.seen() == Seen::gone; }, 6s));
    CHECK(eventually([&] { return settings(lab) == before; }, 5s));
  }
  LiveFault lost{lab, lag("apply-delay", "delay = \"30s\""), 60s, "lab_full.toml"};
  REQUIRE(lost.apply() == "");
  const ProcessOutcome recovered =
      gameday({"recover", "--from-world", "--inventory",
               source_folder() / "drills/catalog/lab_full.toml", "--lab", lab.name()});
  CHECK_MESSAGE(recovered.status == 0, recovered.out, recovered.err);
  CHECK(eventually([&] { return settings(lab) == before; }, 5s));
  set("stop slave sql_thread");
  LiveFault late{lab, lag("replay-pause"), 2s, "lab_full.toml"};
  CHECK(late.apply().find("the replication does not run already") != std::string::npos);
}

}  // namespace gameday::regions
