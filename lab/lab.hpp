// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gameday::lab {

/// How a lab is to be raised.
struct Options {
  std::string name = "default";
  bool synchronous = true;             ///< region A waits for region B on commit
  bool witness = false;                ///< a third zone
  std::vector<std::string> with = {};  ///< servers that only some drills need, by name
  std::int64_t asked_ns = 0;           ///< CLOCK_MONOTONIC when it was asked for; 0 = now
};

/// A lab that runs.
struct Status {
  std::string name;
  bool running = false;
  bool rootless = false;
  std::int64_t supervisor_pid = 0;   ///< as seen from outside
  std::string identity;              ///< supervisor's start time and inodes of its namespaces
  std::filesystem::path folder;      ///< /var/tmp/gameday-<uid>/<name>
  std::vector<std::string> servers;  ///< "postgres-a: ready" ...
  double pss_mb = 0;
  double first_order_s = 0;  ///< from `up` to the first acknowledged order
};

/// Whether this machine can hold a lab, and which kind, decided in a throw-away namespace.
struct Preflight {
  bool possible = false;
  bool rootless = false;
  std::vector<std::string> reasons;  ///< what was tried and found, a line each
};
[[nodiscard]] Preflight preflight();

/// Raises a lab and returns once the first order through the balancer is acknowledged; one that
/// runs already is left as it is. Errors: refused (the preflight says why), failed, timeout.
[[nodiscard]] Result<Status> up(const Options& options);
/// Takes it down; fine when it is down or has crashed. Errors: failed.
[[nodiscard]] Result<void> down(std::string_view name);
[[nodiscard]] Result<Status> status(std::string_view name);
/// All labs of this user, dead ones with running = false.
[[nodiscard]] std::vector<Status> all();

/// The folder of a lab: files, sockets, logs; short, on disk.
[[nodiscard]] std::filesystem::path folder(std::string_view name);

/// Joins the lab's user namespace where it is rootless. Before the first thread only; at most one
/// per process; root joins none. Errors: absent (no such lab), failed.
[[nodiscard]] Result<void> join_user_namespace(std::string_view name);

/// Puts the calling thread into the network of a zone ("world", "region-a", "region-b", "router",
/// "witness") for good. Errors: absent, failed.
[[nodiscard]] Result<void> enter_network(std::string_view name, std::string_view zone);

/// `gameday enter LAB HOST -- argv...`: joins all namespaces of the lab and the host's network,
/// drops to the host's user, executes. Gives the exit status of the command.
int enter_main(const std::string& name, const std::string& host, std::vector<std::string> argv);

/// PID 1 of a lab; started by up().
int supervisor_main(const Options& options);

}  // namespace gameday::lab
