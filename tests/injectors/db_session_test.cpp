// SPDX-License-Identifier: Apache-2.0
#include "injectors/db_session.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "tests/injectors/two_databases.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

struct Rig {
  Inventory inventory = samples::two_databases();
  FaultScope scope{.run_id = "1a2b3c4d", .fault = "lag", .inventory = inventory};

  DatabaseSite site(const char* host) {
    return find_site(scope, inventory.databases["orders"], host).value();
  }
};

Json request_of(const Action& action) {
  return Json::parse(std::get<std::string>(std::get<Exec>(action.what).stdin_text.at(0)));
}

}  // namespace

TEST_CASE("an agent runs on a host of a lab, else on this machine, with the same request") {
  Rig rig;
  const Action there = look_at_sessions(rig.site("db-a"), "select 1");
  CHECK(there.host.name == "db-a");
  rig.inventory.hosts["db-a"].transport = "ssh";
  const Action here = look_at_sessions(rig.site("db-a"), "select 1");
  CHECK(here.host.name.empty());
  CHECK(request_of(there) == request_of(here));
  CHECK(request_of(here)["server"]["control"] == "/lab/db-a");
  CHECK(request_of(here)["if_refused"] == "gone");
}

TEST_CASE("a password goes by its reference, apart from the request") {
  Rig rig;
  const SecretRef secret{SecretRef::From::environment, "PGPASSWORD"};
  rig.inventory.databases["orders"].password = secret;
  const Action action =
      hold_sessions(rig.site("db-a"), {.application = "g", .script = "s", .holds = "h"});
  const Text& input = std::get<Exec>(action.what).stdin_text;
  REQUIRE(input.size() == 2);
  CHECK(std::get<std::string>(input.at(0)).ends_with("}\n"));
  CHECK(std::get<SecretRef>(input.at(1)) == secret);
}

TEST_CASE("sessions are ended by their name, wherever they came from") {
  Rig rig;
  const Action action = end_sessions(rig.site("db-b"), "gameday_1a2b3c4d_lag");
  const auto& sql = std::get<Sql>(action.what);
  CHECK(sql.node == "db-b");
  CHECK(sql.params == std::vector<Arg>{"gameday_1a2b3c4d_lag"});
}

TEST_CASE("the name of a long fault is cut to what PostgreSQL keeps") {
  const Rig rig;
  CHECK(application_of(rig.scope) == "gameday_1a2b3c4d_lag");
  const std::string fault(100, 'x');
  const FaultScope scope{.run_id = "1a2b3c4d", .fault = fault, .inventory = rig.inventory};
  CHECK(application_of(scope).size() == 63);
}

TEST_CASE("texts and names are quoted; a name may have a schema") {
  CHECK(quote_text("it's") == "'it''s'");
  CHECK(quote_name("orders") == "\"orders\"");
  CHECK(quote_name("public.Orders") == "\"public\".\"Orders\"");
  CHECK(quote_name("a\"b") == "\"a\"\"b\"");
}

TEST_CASE("a sleep is of whole seconds, never shorter than what was asked") {
  CHECK(seconds_up(1ms) == 1);
  CHECK(seconds_up(18s) == 18);
  CHECK(seconds_up(18001ms) == 19);
}

TEST_CASE("a node that the database does not have is refused with what to add") {
  Rig rig;
  const auto none = find_site(rig.scope, rig.inventory.databases["orders"], "maria-a");
  REQUIRE_FALSE(none);
  CHECK(none.error().text().find("[database.orders.node.maria-a]") != std::string::npos);
}
