// SPDX-License-Identifier: Apache-2.0
#include "world/sql_connection.hpp"

#include <doctest/doctest.h>
#include <poll.h>

#include "tests/world/support/fake_postgres.hpp"

using namespace gameday;
using namespace std::chrono_literals;

TEST_CASE("a connection does not block, and says as whom it came") {
  const FakePostgres postgres{[](int) {}};
  const SqlServer server{.label = "orders on db-a",
                         .host = "127.0.0.1",
                         .port = postgres.port(),
                         .application = "gameday_1a2b3c4d_lag"};
  const auto connection = connect_sql(server, Deadline{5s});
  REQUIRE(connection);
  CHECK(PQisnonblocking(connection->get()) == 1);
  CHECK(PQstatus(connection->get()) == CONNECTION_OK);
  CHECK(flush_sql(connection->get(), server, Deadline{1s}));
  CHECK_FALSE(wait_for_socket(connection->get(), POLLIN, Deadline{20ms}));
}

TEST_CASE("nobody there, and somebody who says nothing, are told apart from an answer") {
  const SqlServer nobody{.label = "orders on db-a", .host = "127.0.0.1", .port = 1};
  const auto refused = connect_sql(nobody, Deadline{5s});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::failed);
  CHECK(refused.error().why.find('\n') == std::string::npos);
  const Listener silent;
  const SqlServer hangs{.label = "orders on db-a", .host = "127.0.0.1", .port = silent.port()};
  const auto late = connect_sql(hangs, Deadline{50ms});
  REQUIRE_FALSE(late);
  CHECK(late.error().why.find("before the deadline") != std::string::npos);
}

TEST_CASE("what may have been carried out or not is told as a timeout") {
  SqlServer server;
  server.label = "orders on db-a";
  const auto error = unknown_outcome(server, "it was lost").value();
  CHECK(error.kind == ErrorKind::timeout);
  CHECK(error.why == "it was lost; whether it was done is not known");
}
