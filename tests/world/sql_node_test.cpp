// SPDX-License-Identifier: Apache-2.0
#include "world/sql_node.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "tests/world/support/fake_postgres.hpp"

using namespace gameday;
using namespace std::chrono_literals;

namespace {

/// A node that is writable ("t") or not ("f").
struct Node {
  FakePostgres postgres;
  explicit Node(const std::string& writable)
      : postgres([writable](int fd) {
          tell(fd, FakePostgres::rows(1, {{writable}}) + FakePostgres::ready());
        }) {}
};

Database database(const std::map<std::string, std::string>& controls) {
  Database made;
  made.name = "orders";
  for (const auto& [host, control] : controls) {
    made.nodes[host] = {host, "", control, {}, {}, {}};
  }
  return made;
}

}  // namespace

TEST_CASE("the one writable node is found") {
  const Node a{"f"};
  const Node b{"t"};
  const Database orders =
      database({{"db-a", a.postgres.endpoint()}, {"db-b", b.postgres.endpoint()}});
  CHECK(find_writable_node({}, orders, 5s).value() == "db-b");
}

TEST_CASE("a node that cannot be asked does not hide the other") {
  const Node b{"t"};
  const Listener hangs;
  const Database orders = database({{"db-a", hangs.endpoint()}, {"db-b", b.postgres.endpoint()}});
  CHECK(find_writable_node({}, orders, 300ms).value() == "db-b");
  const auto states = ask_nodes({}, orders, 300ms);
  REQUIRE(states.size() == 2);
  CHECK(states[0].host == "db-a");
  CHECK(!states[0].writable);
  CHECK(!states[0].error.empty());
  CHECK(states[1].writable);
  CHECK(states[1].error.empty());
}

TEST_CASE("two writable nodes are an error that names both") {
  const Node a{"t"};
  const Node b{"t"};
  const auto node = find_writable_node(
      {}, database({{"db-a", a.postgres.endpoint()}, {"db-b", b.postgres.endpoint()}}), 5s);
  REQUIRE(!node);
  CHECK(node.error().text().find("db-a and db-b") != std::string::npos);
}

TEST_CASE("no writable node is an error that says what each said") {
  const Node a{"f"};
  const auto node =
      find_writable_node({}, database({{"db-a", a.postgres.endpoint()}, {"db-b", "/nowhere"}}), 5s);
  REQUIRE(!node);
  CHECK(node.error().text().find("db-a: in recovery") != std::string::npos);
  CHECK(node.error().text().find("/nowhere") != std::string::npos);
  CHECK(!find_writable_node({}, database({}), 1s));
}

TEST_CASE("a node's control path is a folder or a numeric address") {
  Secrets secrets;
  Inventory inventory;
  inventory.hosts["db-a"] = {"db-a", "", "", "local", "", "", 5433};
  const auto folder = sql_server(inventory, database({{"db-a", "/run/pg"}}), "db-a", secrets);
  REQUIRE(folder);
  CHECK(folder->host == "/run/pg");
  CHECK(folder->port == 5433);
  CHECK(folder->label == "orders on db-a");

  const auto address = sql_server({}, database({{"db-a", "10.0.0.1:6000"}}), "db-a", secrets);
  REQUIRE(address);
  CHECK(address->host == "10.0.0.1");
  CHECK(address->port == 6000);
  CHECK(sql_server({}, database({{"db-a", "fd77::1"}}), "db-a", secrets)->port == 5432);

  CHECK(!sql_server({}, database({{"db-a", "db.example.org:5432"}}), "db-a", secrets));
  CHECK(!sql_server({}, database({{"db-a", "/run"}}), "db-b", secrets));
}

TEST_CASE("the password comes from its reference") {
  Secrets secrets;
  Database orders = database({{"db-a", "/run"}});
  orders.password = SecretRef{SecretRef::From::environment, "GAMEDAY_TEST_PASSWORD"};
  CHECK(!sql_server({}, orders, "db-a", secrets));
  setenv("GAMEDAY_TEST_PASSWORD", "pw", 1);
  CHECK(sql_server({}, orders, "db-a", secrets)->password == "pw");
  unsetenv("GAMEDAY_TEST_PASSWORD");
  CHECK(secrets.hide("pw") == "<secret>");
}
