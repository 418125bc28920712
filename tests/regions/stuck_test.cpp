// SPDX-License-Identifier: Apache-2.0
// A change that cannot be taken back is the loudest of all, is told until it is gone, and is gone
// once what stood in its way is.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <libpq-fe.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "tests/regions/support/drill.hpp"

namespace gameday::regions {
namespace {

using Session = std::unique_ptr<PGconn, decltype(&PQfinish)>;

/// Somebody who holds a table of region B open, so that nobody can drop it.
Session hold_table(const Lab& lab, const std::string& table) {
  const std::string where = fmt::format("host={} port=5432 dbname=shop user=postgres",
                                        (lab.folder() / "sock-b").string());
  Session session(PQconnectdb(where.c_str()), &PQfinish);
  REQUIRE(PQstatus(session.get()) == CONNECTION_OK);
  for (const std::string& statement : {std::string{"begin"}, "select count(*) from " + table}) {
    PGresult* result = PQexec(session.get(), statement.c_str());
    const ExecStatusType status = PQresultStatus(result);
    CHECK((status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK));
    PQclear(result);
  }
  return session;
}

TEST_CASE("a revert that fails exits 3 and is told; recover lifts it once it can") {
  const Lab lab("stuck");
  const Home home;
  DrillUnderWay run(lab, "region_blackhole");
  REQUIRE(run.tells("SETTLE "));
  const std::string table =
      lab.sql("b", "select relname from pg_class where relname like 'gameday_ledger_%'");
  Session holder = hold_table(lab, table);
  const int status = run.ended();
  INFO(run.told());
  CHECK(status == 3);
  CHECK(scorecard_of(home.run_of("region_blackhole")).at("exit_status") == 3);

  const ProcessOutcome told = gameday({"status"});
  CHECK(told.status == 3);
  CHECK(told.out.find("ledger.orders") != std::string::npos);

  holder.reset();
  CHECK(gameday({"recover"}).status == 0);
  CHECK(lab.sql("b", "select count(*) from pg_class where relname like 'gameday%'") == "0");
  CHECK(gameday({"status"}).status == 0);
}

}  // namespace
}  // namespace gameday::regions
