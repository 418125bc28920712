// SPDX-License-Identifier: Apache-2.0
#include "injectors/db_session.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "injectors/targets.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_hold_deadline{15'000};
constexpr std::chrono::milliseconds k_ask_deadline{5'000};
// The agent gives up before it is given up, so that it can say why.
constexpr std::chrono::milliseconds k_agent_margin{1'000};
constexpr std::size_t k_longest_name = 63;  // NAMEDATALEN - 1
constexpr int k_default_port = 5432;

Json server_of(const DatabaseSite& site) {
  return {{"label", fmt::format("{} on {}", site.database->name, site.node->host)},
          {"control", site.node->control},
          {"port", site.host->port != 0 ? site.host->port : k_default_port},
          {"dbname", site.database->dbname},
          {"user", site.database->user}};
}

/// The agents are where this program is: on this machine, and on the hosts of a lab.
Action agent(const DatabaseSite& site, const char* name, Json request,
             std::chrono::milliseconds deadline) {
  request["server"] = server_of(site);
  request["deadline_ms"] = (deadline - k_agent_margin).count();
  Exec command{{"@gameday", "agent", name}, {request.dump() + "\n"}};
  if (site.database->password) command.stdin_text.emplace_back(*site.database->password);
  const std::string host = site.host->transport == "lab" ? site.host->name : std::string{};
  return {{host}, deadline, std::move(command)};
}

std::string quoted(const std::string& text, char quote) {
  std::string made{quote};
  for (const char c : text) made.append(c == quote ? 2 : 1, c);
  return made + quote;
}

}  // namespace

Result<DatabaseSite> find_site(const FaultScope& scope, const Database& database,
                               const std::string& host) {
  const auto node = database.nodes.find(host);
  const Host* found = scope.inventory.find_host(host);
  if (node != database.nodes.end() && found != nullptr) {
    return DatabaseSite{&database, &node->second, found};
  }
  return cannot_plan(scope,
                     fmt::format("the database {} has no node on \"{}\"", database.name, host),
                     fmt::format("add [database.{}.node.{}]", database.name, host));
}

std::string application_of(const FaultScope& scope) {
  return fmt::format("gameday_{}_{}", scope.run_id, scope.fault).substr(0, k_longest_name);
}

Action hold_sessions(const DatabaseSite& site, const HeldSessions& held) {
  return agent(site, "sql_hold",
               {{"application", held.application},
                {"script", held.script},
                {"holds", held.holds},
                {"sessions", held.sessions},
                {"within_free", held.within_free}},
               k_hold_deadline);
}

Action look_at_sessions(const DatabaseSite& site, const std::string& statement) {
  return agent(site, "sql_look", {{"statement", statement}, {"if_refused", "gone"}},
               k_ask_deadline);
}

Action ask_node(const DatabaseSite& site, std::string statement, std::vector<Arg> params) {
  return {{site.host->name},
          k_ask_deadline,
          Sql{site.database->name, site.node->host, std::move(statement), std::move(params)}};
}

Action end_sessions(const DatabaseSite& site, const std::string& application) {
  return ask_node(site, "select " + count_ended(), {application});
}

std::string count_ended() {
  // All of them are told first and then waited for: one after the other would take too long.
  return "(select count(pg_terminate_backend(pid, 2000)) from unnest((select array_agg(case when "
         "pg_terminate_backend(pid) then pid end) from pg_stat_activity where application_name = "
         "$1)) as told (pid) where pid is not null)";
}

std::string quote_text(const std::string& text) { return quoted(text, '\''); }

std::string quote_name(const std::string& name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string::npos) return quoted(name, '"');
  return quoted(name.substr(0, dot), '"') + "." + quoted(name.substr(dot + 1), '"');
}

std::int64_t seconds_up(Duration time) {
  return std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(time).count());
}

}  // namespace gameday
