// SPDX-License-Identifier: Apache-2.0
#include "world/sql_node.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <thread>

#include "world/endpoint.hpp"
#include "world/redis_node.hpp"

namespace gameday {
namespace {

constexpr int k_postgres_port = 5432;
constexpr int k_redis_port = 6379;

NodeState ask(const Inventory& inventory, const Database& database, const std::string& host,
              std::chrono::milliseconds deadline) {
  NodeState state{host, false, ""};
  Secrets secrets;
  const auto server = sql_server(inventory, database, host, secrets);
  if (!server) {
    state.error = server.error().text();
    return state;
  }
  const bool redis = database.kind == "redis";
  const auto outcome = redis ? run_redis(*server, {"ROLE"}, deadline)
                             : run_sql(*server, {"select not pg_is_in_recovery()"}, deadline);
  if (!outcome || !outcome->ok || outcome->rows.empty()) {
    state.error = outcome ? outcome->err : outcome.error().text();
    return state;
  }
  state.writable = outcome->rows.front().front() == (redis ? "master" : "t");
  return state;
}

/// The port of a Unix socket, which for PostgreSQL is in its file's name.
int port_of(const Inventory& inventory, const Database& database, const std::string& host) {
  const auto found = inventory.hosts.find(host);
  if (found != inventory.hosts.end() && found->second.port != 0) return found->second.port;
  return database.kind == "redis" ? k_redis_port : k_postgres_port;
}

}  // namespace

Result<SqlServer> sql_server(const Inventory& inventory, const Database& database,
                             const std::string& host, Secrets& secrets) {
  const auto node = database.nodes.find(host);
  if (node == database.nodes.end()) {
    return fail(ErrorKind::failed, "reach the database " + database.name, host,
                "the inventory has no such node",
                fmt::format("add [database.{}.node.{}]", database.name, host));
  }
  SqlServer server;
  server.label = fmt::format("{} on {}", database.name, host);
  server.host = node->second.control;
  server.port = port_of(inventory, database, host);
  server.dbname = database.dbname;
  server.user = database.user;
  if (!server.host.starts_with('/')) {
    const auto endpoint = parse_socket_endpoint(server.host, server.port);
    if (!endpoint) return tl::unexpected(endpoint.error());
    server.host = endpoint->address;
    server.port = endpoint->port;
  }
  if (database.password) {
    auto password = secrets.read(*database.password);
    if (!password) return tl::unexpected(password.error());
    server.password = std::move(*password);
  }
  return server;
}

std::vector<NodeState> ask_nodes(const Inventory& inventory, const Database& database,
                                 std::chrono::milliseconds deadline) {
  std::vector<NodeState> states(database.nodes.size());
  std::vector<std::thread> threads;
  auto state = states.begin();
  for (const auto& [host, node] : database.nodes) {
    threads.emplace_back(
        [&, slot = state++, name = host] { *slot = ask(inventory, database, name, deadline); });
  }
  for (std::thread& thread : threads) thread.join();
  return states;
}

Result<std::string> find_writable_node(const Inventory& inventory, const Database& database,
                                       std::chrono::milliseconds deadline) {
  const std::string what = "find the writable node";
  std::vector<std::string> writable;
  std::string others;
  for (const NodeState& state : ask_nodes(inventory, database, deadline)) {
    if (state.writable) writable.push_back(state.host);
    if (state.writable) continue;
    others += fmt::format("{}{}: {}", others.empty() ? "" : "; ", state.host,
                          state.error.empty() ? "in recovery" : state.error);
  }
  if (writable.size() == 1) return writable.front();
  if (writable.empty()) {
    return fail(ErrorKind::failed, what, database.name, "none is (" + others + ")");
  }
  return fail(ErrorKind::failed, what, database.name,
              fmt::format("{} are both writable", fmt::join(writable, " and ")),
              "fence one of them before anything else is written");
}

}  // namespace gameday
