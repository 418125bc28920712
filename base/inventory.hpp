// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/action.hpp"
#include "base/params.hpp"
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
  std::string part_of = {};                    ///< of an availability zone: its region
};

/// How the system's OpenSSH gets to a host; what is empty is left to its own configuration.
struct SshWay {
  std::string user;
  std::string identity;     ///< path of a private key
  std::string known_hosts;  ///< path; host keys are always checked
  std::string jump;         ///< [user@]host[:port], as ssh -J takes it
  int port = 0;             ///< 0 = ssh's own default
  bool shared = true;       ///< by the one connection that all commands to the host have in common
};

/// How kubectl gets to a pod; what is empty is left to its own configuration.
struct KubectlWay {
  std::string kubeconfig;
  std::string context;
  std::string namespace_name;
  std::string pod;
  std::string container;
};

/// A machine by name and how to run something on it.
struct Host {
  std::string name;
  std::string region;     ///< empty = none (a router, a balancer)
  std::string role;       ///< "db", "app", ...; <region>.<role> names the host in drills
  std::string transport;  ///< by its name: "local", "lab", "ssh" ...
  std::string address;    ///< where clients reach it
  std::string zone = {};  ///< in a lab: the network namespace (world, region-a, ...)
  int port = 0;
  SshWay ssh = {};
  KubectlWay kubectl = {};
  std::string timer = "process";  ///< what runs a dead-man timer there: "systemd" or "process"
  std::string scratch = "/run";   ///< folder for what gameday puts there
};

/// A process or unit on a host, to be paused or killed. One of pid_file, unit and cgroup is given.
struct Service {
  std::string name;
  std::string host;
  std::string pid_file = {};            ///< path on the host; the pid is its first line
  std::string unit = {};                ///< of systemd
  std::string cgroup = {};              ///< cgroup v2, relative to /sys/fs/cgroup
  std::vector<std::string> start = {};  ///< argv that starts it again; empty = somebody else does
  std::vector<std::string> ready = {};  ///< argv that exits 0 once it serves
};

/// One node of a queue.
struct QueueNode {
  std::string host;
  std::string region;   ///< of the host
  std::string control;  ///< Unix socket or address of the control path
};

/// A message queue: Redis streams or RabbitMQ.
struct Queue {
  std::string name;
  std::string kind = "redis";
  std::string address;  ///< "address:port" by which clients come
  std::string api;      ///< RabbitMQ: URL of its management API
  std::string user;
  std::optional<SecretRef> password;
  std::string stream;                      ///< Redis: key of the stream; RabbitMQ: the queue
  std::string group;                       ///< Redis: consumer group
  std::string vhost = "/";                 ///< RabbitMQ
  std::string consumer;                    ///< Redis: ACL user of the consumers
  std::map<std::string, QueueNode> nodes;  ///< by host name
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
  Params params = {};  ///< of its kind
  Params rules = {};   ///< what a shift must keep to (runbooks/traffic.hpp)
};

/// Something that tells of alarms, or that messages go to; a kind and its parameters.
struct Contact {
  std::string name;
  std::string kind;
  Params params = {};
};

/// One region of AWS as an account has it, in which drills may leave something.
struct AwsRegion {
  std::string name;
  std::string region;         ///< "eu-west-1"
  std::string endpoint = {};  ///< URL; empty = the usual one
  std::string profile = {};   ///< empty = the usual chain of credentials
};

/// A Kubernetes cluster, as kubectl gets to it; what is empty is left to its own configuration.
struct Cluster {
  std::string name;
  std::string kubeconfig = {};
  std::string context = {};
};

/// What exists and how to reach it; shared by drills. Plain values, loaded by drills/definition.
struct Inventory {
  std::string file;
  std::string environment;
  std::optional<std::string> lab;  ///< its name, where it is one of ours
  std::string resolver;            ///< "address:port" of the clients' resolver; empty = no names
  std::string vantage = "";        ///< zone from which clients are played; empty = this machine
  std::string lock_host = "";      ///< where drills lay their lock; empty = the first that filters
  std::map<std::string, Region> regions;
  std::map<std::string, Region> zones = {};  ///< availability zones
  std::map<std::string, Host> hosts;
  std::map<std::string, Database> databases;
  std::map<std::string, TrafficManager> traffic;
  std::map<std::string, Service> services = {};
  std::map<std::string, Queue> queues = {};
  std::map<std::string, AwsRegion> aws = {};
  std::map<std::string, Cluster> clusters = {};
  std::map<std::string, Contact> monitors = {};  ///< what raises alarms
  std::map<std::string, Contact> channels = {};  ///< where messages go

  /// "region-b.db" or a host's name. Null where there is none.
  [[nodiscard]] const Host* find_host(std::string_view reference) const;
  /// The database that has this host as a node, or null.
  [[nodiscard]] const Database* database_at(std::string_view host) const;
};

}  // namespace gameday
