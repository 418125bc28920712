// SPDX-License-Identifier: Apache-2.0
#include "tests/regions/support/world_look.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <sstream>
#include <vector>

namespace gameday::regions {
namespace {

using Words = std::vector<std::string>;

constexpr std::array<const char*, 4> k_hosts{"router", "db-a", "db-b", "clients"};

/// A table of nft's listing without a rule, set or comment. iptables makes its own whenever it is
/// asked, and leaves them.
bool is_bare(const Words& table) {
  return std::ranges::all_of(table, [](const std::string& line) {
    return line.empty() || line.starts_with("table ip") || line == "}" || line == "\t}" ||
           (line.starts_with("\tchain ") && line.ends_with("{")) ||
           (line.starts_with("\t\ttype filter hook") && line.ends_with("policy accept;"));
  });
}

/// The listing without such tables.
std::string without_bare_tables(const std::string& listing) {
  std::istringstream lines{listing};
  Words table;
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    table.push_back(line);
    if (line != "}") continue;
    if (!is_bare(table)) text += fmt::format("{}\n", fmt::join(table, "\n"));
    table.clear();
  }
  return text + fmt::format("{}", fmt::join(table, "\n"));
}

/// What a command prints, without what changes by itself.
std::string shown(const Lab& lab, const std::string& host, const Words& argv) {
  const std::string printed = lab.on(host, argv).out;
  std::istringstream lines{argv.front() == "nft" ? without_bare_tables(printed) : printed};
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with('#')) continue;
    if (line.starts_with(':')) line = line.substr(0, line.find('['));
    text += fmt::format("{} {}: {}\n", host, argv.front(), line);
  }
  return text;
}

std::string networks(const Lab& lab) {
  std::string text;
  for (const std::string host : k_hosts) {
    text += shown(lab, host, {"nft", "-s", "list", "ruleset"});
    text += shown(lab, host, {"tc", "qdisc", "show"});
    text += shown(lab, host, {"tc", "filter", "show", "dev", "lo"});
  }
  for (const char* save : {"iptables-legacy-save", "ip6tables-legacy-save"}) {
    text += shown(lab, "router", {save});
  }
  return text;
}

std::string databases(const Lab& lab) {
  std::string text;
  for (const std::string side : {"a", "b"}) {
    for (const std::string& statement :
         {std::string{"select string_agg(name || '=' || setting, ' ' order by name) from "
                      "pg_settings where source = 'configuration file'"},
          std::string{"select count(*) from pg_stat_activity where application_name like "
                      "'gameday%'"},
          std::string{"select count(*) from pg_tables where tablename like 'gameday%'"},
          std::string{"select pg_is_in_recovery() and pg_is_wal_replay_paused()"}}) {
      const bool asks_replay = statement.find("paused") != std::string::npos;
      if (asks_replay && side == "a") continue;  // only a standby can be asked
      text += fmt::format("database {}: {}\n", side, lab.sql(side, statement));
    }
  }
  return text;
}

std::string queues(const Lab& lab) {
  std::string text;
  for (const std::string side : {"a", "b"}) {
    const auto socket = lab.folder() / fmt::format("queue-{}.sock", side);
    std::error_code none;
    if (!std::filesystem::exists(socket, none)) continue;
    text += shown(lab, "clients", {"redis-cli", "-s", socket, "acl", "list"});
  }
  return text;
}

/// Stopped processes, and those that carry our name or do our work.
std::string processes(const Lab& lab) {
  std::istringstream lines{lab.on("router", {"ps", "-eo", "stat,args", "--no-headers"}).out};
  std::multiset<std::string> found;
  for (std::string line; std::getline(lines, line);) {
    const bool works = line.find("sleep shift") != std::string::npos ||
                       line.find(" agent ") != std::string::npos ||
                       line.find("stress-ng") != std::string::npos;
    if (line.starts_with('T') || works) found.insert(line);
  }
  std::string text;
  for (const std::string& line : found) text += "process: " + line + "\n";
  return text;
}

std::string files(const Lab& lab) {
  return shown(lab, "router", {"find", "/run", "-path", "*gameday*", "-type", "f"}) +
         shown(lab, "router", {"find", "/run", "-name", "maintenance"});
}

}  // namespace

std::string look_at_world(const Lab& lab) {
  return networks(lab) + databases(lab) + queues(lab) + processes(lab) + files(lab);
}

std::string difference(const std::string& before, const std::string& after) {
  const auto lines_of = [](const std::string& text) {
    std::istringstream stream{text};
    std::multiset<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.insert(line);
    return lines;
  };
  const auto was = lines_of(before);
  const auto is = lines_of(after);
  std::string text;
  for (const std::string& line : was) {
    if (!is.contains(line)) text += "- " + line + "\n";
  }
  for (const std::string& line : is) {
    if (!was.contains(line)) text += "+ " + line + "\n";
  }
  return text;
}

}  // namespace gameday::regions
