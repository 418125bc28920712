// SPDX-License-Identifier: Apache-2.0
// A database that is reachable and does not get on, in each way: seen as its clients see it, and
// over the control path, which stays open; lifted by a revert, by the server itself, or by what
// lies in the world alone. also as an ordinary user
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "tests/regions/support/live_fault.hpp"
#include "tests/regions/support/paths.hpp"
#include "tests/regions/support/world_look.hpp"

namespace gameday::regions {
namespace {

using namespace std::chrono_literals;

std::string stall(const std::string& how, const std::string& more = {}) {
  return fmt::format(
      "kind = \"db_stall\"\ndatabase = \"orders\"\non = \"region-a.db\"\nhow = \"{}\"\n{}", how,
      more);
}

/// A user with no slot of his own, whoever he is to the operating system.
ProcessOutcome as_customer(const Lab& lab, const std::string& statement) {
  return lab.on("db-a", {"psql", "-X", "-U", "customer", "-d", "shop", "-c", statement});
}

void make_customer(const Lab& lab) {
  (void)lab.sql("a", "create role customer login");
  (void)lab.sql("a", "grant select, insert, update on orders to customer");
}

/// Whether a statement on the orders is done at once; "no" where a lock is in its way.
std::string at_once(const Lab& lab, const std::string& statement) {
  const ProcessOutcome done =
      lab.on("db-a", {"psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "shop", "-c",
                      "set lock_timeout = '150ms'", "-c", statement});
  if (done.status == 0) return "yes";
  return done.err.find("lock timeout") != std::string::npos ? "no" : done.err;
}

constexpr const char* k_read = "select count(*) from orders";
constexpr const char* k_write = "update orders set quantity = quantity where false";

std::string sessions_of_ours(const Lab& lab) {
  return lab.sql("a",
                 "select count(*) from pg_stat_activity where application_name like 'gameday_%'");
}

}  // namespace

TEST_CASE("no connection is left for ordinary users; open pools and the control path go on") {
  const Lab lab{"db-stall"};
  make_customer(lab);
  REQUIRE(as_customer(lab, "select 1").status == 0);
  LiveFault fault{lab, stall("connections"), 30s};
  REQUIRE(fault.apply() == "");
  CHECK(fault.seen() == Seen::in_force);
  CHECK(fault.proven());
  const ProcessOutcome refused = as_customer(lab, "select 1");
  CHECK(refused.status == 2);
  CHECK(refused.err.find("remaining connection slots are reserved") != std::string::npos);
  CHECK(lab.on("clients", {"curl", "-sf", "http://10.77.0.12/healthz"}).status == 0);
  CHECK(fault.revert() == "");
  CHECK(as_customer(lab, "select 1").status == 0);
  CHECK(sessions_of_ours(lab) == "0");
  CHECK(fault.revert() == "");
}

TEST_CASE("connections up to a limit, which the server itself ends") {
  const Lab lab{"db-stall"};
  make_customer(lab);
  LiveFault fault{lab, stall("connections", "limit = 7"), 2s};
  REQUIRE(fault.apply() == "");
  CHECK(sessions_of_ours(lab) == "7");
  CHECK(fault.proven());
  CHECK(as_customer(lab, "select 1").status == 0);
  CHECK(lab.on("db-a", {"pgrep", "--full", "sql_hold"}).status == 1);  // no client is left
  CHECK(eventually([&] { return fault.seen() == Seen::gone; }, 5s));
  CHECK(sessions_of_ours(lab) == "0");
}

TEST_CASE("a locked table: nobody gets at it in one mode, readers do in the other") {
  const Lab lab{"db-stall"};
  for (const auto& [mode, reads] :
       {std::pair<std::string, std::string>{"access exclusive", "no"}, {"exclusive", "yes"}}) {
    CAPTURE(mode);
    LiveFault fault{lab, stall("lock", fmt::format("table = \"orders\"\nmode = \"{}\"", mode)),
                    30s};
    REQUIRE(fault.apply() == "");
    CHECK(fault.seen() == Seen::in_force);
    CHECK(fault.proven());
    CHECK(at_once(lab, k_write) == "no");
    CHECK(at_once(lab, k_read) == reads);
    CHECK(at_once(lab, "create temp table other ()") == "yes");
    CHECK(fault.revert() == "");
    CHECK(at_once(lab, k_write) == "yes");
  }
}

TEST_CASE("a lock ends by itself; one that others hold is not waited for without end") {
  const Lab lab{"db-stall"};
  LiveFault fault{lab, stall("lock", "table = \"orders\""), 2s};
  REQUIRE(fault.apply() == "");
  CHECK(at_once(lab, k_write) == "no");
  LiveFault late{lab, stall("lock", "table = \"orders\"\nmode = \"exclusive\""), 30s};
  CHECK(late.apply() == "");  // it waits for the first, which ends
  CHECK(fault.seen() == Seen::gone);
  CHECK(late.revert() == "");
  LiveFault none{lab, stall("lock", "table = \"no_such_table\""), 30s};
  CHECK(none.apply().find("does not exist") != std::string::npos);
  CHECK(none.seen() == Seen::gone);
}

TEST_CASE("a frozen server: nobody is answered, and it goes on where it was") {
  const Lab lab{"db-stall"};
  LiveFault fault{lab, stall("freeze", "service = \"postgres-a\""), 30s};
  REQUIRE(fault.apply() == "");
  CHECK(fault.seen() == Seen::in_force);
  CHECK(fault.proven());
  CHECK(lab.on("clients", {"curl", "-sf", "-m", "1", "http://10.77.0.12/healthz"}).status != 0);
  CHECK(fault.revert() == "");
  CHECK(eventually(
      [&] { return lab.on("clients", {"curl", "-sf", "http://10.77.0.12/healthz"}).status == 0; },
      5s));
}

TEST_CASE("each way is found and lifted without any journal; a server that is gone holds nothing") {
  const Lab lab{"db-stall"};
  const std::string before = look_at_world(lab);
  const std::vector<std::string> by_world{
      "recover", "--from-world", "--inventory", source_folder() / "drills/catalog/lab.toml",
      "--lab",   lab.name()};
  for (const std::string& lines :
       {stall("connections", "limit = 20"), stall("lock", "table = \"orders\""),
        stall("freeze", "service = \"postgres-a\"")}) {
    CAPTURE(lines);
    LiveFault fault{lab, lines, 60s};
    REQUIRE(fault.apply() == "");
    // A frozen server could not be asked for what else lies in it until it had gone on.
    ProcessOutcome recovered = gameday(by_world);
    if (recovered.status != 0) recovered = gameday(by_world);
    CHECK_MESSAGE(recovered.status == 0, recovered.out, recovered.err);
    CHECK(difference(before, look_at_world(lab)) == "");
  }
  LiveFault fault{lab, stall("lock", "table = \"orders\""), 60s};
  REQUIRE(fault.apply() == "");
  REQUIRE(lab.on("db-a", {"pg_ctl", "stop", "--mode=immediate", "--silent"}).status == 0);
  CHECK(fault.seen() == Seen::gone);
}

}  // namespace gameday::regions
