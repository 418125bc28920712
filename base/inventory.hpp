// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/action.hpp"
#include "base/result.hpp"

namespace gameday {

/// A region and what must be cut to lose it.
struct Region {
  std::string name;
  std::vector<std::string> networks;           ///< CIDR, IPv4 and IPv6
  std::vector<std::string> interfaces;         ///< on the filter hosts, towards the region
  std::vector<std::string> virtual_addresses;  ///< addresses outside the networks that it serves
  std::vector<std::string> filtered_at;        ///< hosts where its traffic passes, by name
  std::string canary;                          ///< "address:port" inside it that proves a cut
};

/// A machine by name and how to run something on it.
struct Host {
  std::string name;
  std::string region;     ///< empty = none (a router, a balancer)
  std::string role;       ///< "db", "app", ...; <region>.<role> names the host in drills
  std::string transport;  ///< "local" or "lab"
  std::string address;    ///< where clients reach it
  std::string zone = {};  ///< in a lab: the network namespace (world, region-a, ...)
  int port = 0;
};

/// One node of a database.
struct DatabaseNode {
  std::string host;
  std::string region;
  std::string control;               ///< Unix socket folder or address of the control path
  std::vector<std::string> fence;    ///< argv that makes it harmless, run on its host
  std::vector<std::string> fenced;   ///< argv that tells whether it is
  std::optional<int> fenced_status;  ///< the exit status that says so
};

/// A replicated database with a primary and a standby.
struct Database {
  std::string name;
  std::string kind = "postgres";
  std::string address;  ///< "address:port" by which clients write, through the traffic manager
  std::string dbname = "postgres";
  std::string user = "postgres";
  std::optional<SecretRef> password;
  std::string primary;                        ///< host name
  std::string standby;                        ///< host name
  std::map<std::string, DatabaseNode> nodes;  ///< by host name
};

/// One backend server slot of a traffic manager and where it points for each region.
struct TrafficSlot {
  std::string name;                              ///< "backend/server"
  std::map<std::string, std::string> by_region;  ///< region to "address:port"
};

/// What decides where clients go.
struct TrafficManager {
  std::string name;
  std::string kind = "haproxy";
  std::string host;
  std::string socket;
  std::vector<TrafficSlot> slots;
};

/// What exists and how to reach it; shared by drills. Plain values, loaded by drills/definition.
struct Inventory {
  std::string file;
  std::string environment;
  std::optional<std::string> lab;  ///< its name, where it is one of ours
  std::string resolver;            ///< "address:port" of the clients' resolver; empty = no names
  std::string vantage = "";        ///< zone from which clients are played; empty = this machine
  std::map<std::string, Region> regions;
  std::map<std::string, Host> hosts;
  std::map<std::string, Database> databases;
  std::map<std::string, TrafficManager> traffic;

  /// "region-b.db" or a host's name. Null where there is none.
  [[nodiscard]] const Host* find_host(std::string_view reference) const;
  /// The database that has this host as a node, or null.
  [[nodiscard]] const Database* database_at(std::string_view host) const;
};

}  // namespace gameday
