// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <map>
#include <string>

#include "drills/definition/load.hpp"

/// A small drill with all that it names, sound in every respect, to be spoilt by tests. The kinds
/// of probes and ledgers stand in for those above this part.
namespace gameday::samples {

inline constexpr std::string_view k_drill = R"toml(drill = "loss"
title = "Region A goes dark"
inventory = "two.toml"
runbook = "over.toml"
start_when = { probe = "shop", bad_for = "1s" }
fence = "stop-old"

[objectives]
rto = "10s"
rpo = { ledger = "0s" }

[[probe]]
name = "shop"
kind = "http"
url = "http://shop.lab/healthz"
expect = { status = 200, json = { writable = true } }
every = "20ms"
timeout = "500ms"

[[ledger]]
name = "orders"
class = "ledger"
kind = "postgres"
database = "orders"
every = "10ms"

[[fault]]
kind = "region_blackhole"
region = "region-a"
after = "5s"
lasts = "18s"

[[probe]]
name = "b-direct"
kind = "tcp"
target = "region-b.db"
every = "100ms"
timeout = "500ms"
judge = false

[[abort]]
probe = "b-direct"
bad_for = "3s"
)toml";

inline constexpr std::string_view k_inventory = R"toml(environment = "lab"
lab = "default"
resolver = "10.77.0.13:53"
vantage = "world"

[region.region-a]
networks = ["10.77.1.0/24", "fd77:0:0:1::/64"]
interfaces = ["to-a"]
virtual_addresses = ["10.77.9.9/32"]
filtered_at = ["router"]
canary = "10.77.1.10:5432"

[region.region-b]
networks = ["10.77.2.0/24"]

[host.router]
transport = "lab"
zone = "router"

[host.db-a]
region = "region-a"
role = "db"
transport = "lab"
zone = "region-a"
address = "10.77.1.10"
port = 5432

[host.db-b]
region = "region-b"
role = "db"
transport = "lab"
zone = "region-b"
address = "10.77.2.10"
port = 5432

[database.orders]
kind = "postgres"
address = "10.77.0.12:5432"
primary = "db-a"
standby = "db-b"
password = { env = "PGPASSWORD" }

[database.orders.node.db-a]
control = "${lab}/sock-a"
fence = ["pg_ctl", "stop"]
fenced = ["pg_ctl", "status"]
fenced_status = 3

[database.orders.node.db-b]
control = "${lab}/sock-b"

[traffic.front]
kind = "haproxy"
host = "router"
socket = "${lab}/haproxy/api.sock"

[traffic.front.slot."orders/active"]
region-a = "10.77.1.10:5432"
region-b = "10.77.2.10:5432"
)toml";

inline constexpr std::string_view k_runbook = R"toml(title = "Over to region B"

[[step]]
name = "promote-b"
kind = "sql"
owner = "dba"
within = "5s"
on = "region-b.db"
run = "select pg_promote()"
proof = "select not pg_is_in_recovery()"
point_of_no_return = true

[[step]]
name = "shift"
kind = "traffic"
owner = "sre"
manager = "front"
to = "region-b"

[[step]]
name = "stop-old"
kind = "fence"
owner = "dba"
within = "10s"
database = "orders"
region = "region-a"
)toml";

inline Vocabulary vocabulary() {
  static const std::array http{
      ParamSpec{.name = "url", .required = true},
      ParamSpec{.name = "expect", .type = ParamType::table, .one_of = {"status", "json"}},
      ParamSpec{.name = "method", .one_of = {"GET", "HEAD"}}};
  static const std::array tcp{ParamSpec{.name = "target", .required = true}};
  static constexpr std::array<std::string_view, 2> tcp_clients{"fresh", "cached"};
  static const std::array every_type{
      ParamSpec{.name = "count", .type = ParamType::integer},
      ParamSpec{.name = "share", .type = ParamType::number},
      ParamSpec{.name = "keep", .type = ParamType::boolean},
      ParamSpec{.name = "pause", .type = ParamType::duration},
      ParamSpec{.name = "words", .type = ParamType::text_list, .required = true},
      ParamSpec{.name = "token", .type = ParamType::secret}};
  return {.probes = {{"http", http}, {"tcp", tcp, tcp_clients}, {"odd", every_type}},
          .ledgers = {{"postgres", {}}},
          .transports = {"local", "lab"}};
}

/// The three files by their names; load() hands them out as if they lay on a disk.
struct Files {
  std::string drill{k_drill};
  std::map<std::string, std::string, std::less<>> others{{"two.toml", std::string{k_inventory}},
                                                         {"over.toml", std::string{k_runbook}}};
};

inline Loaded load(const Files& files, const Variables& variables = {{"labs", "/labs"}}) {
  const ReadSource read = [&](std::string_view name, std::string_view,
                              std::string_view) -> std::optional<SourceFile> {
    const auto found = files.others.find(name);
    if (found == files.others.end()) return std::nullopt;
    return SourceFile{.path = found->first, .text = found->second};
  };
  return load_drill({.path = "loss.toml", .text = files.drill}, read, variables, vocabulary());
}

/// Replaces the first `from`; the test that calls it fails where there is none.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return "the sample does not hold: " + std::string{from};
  return text.replace(at, from.size(), to);
}

}  // namespace gameday::samples
