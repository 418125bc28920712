// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "world/held_process.hpp"
#include "world/process.hpp"

namespace gameday {

/// A network namespace of its own, empty but for lo, held by a child; as root, or as an ordinary
/// user in a user namespace. Gone with this object.
class PrivateNetwork {
 public:
  /// Nothing where the system allows no such namespace.
  static std::optional<PrivateNetwork> make() {
    std::vector<std::string> argv{"unshare", "--net"};
    if (geteuid() != 0) argv.push_back("--map-root-user");
    argv.insert(argv.end(), {"--", "cat"});
    auto holder = HeldProcess::start(argv);
    if (!holder) return std::nullopt;
    holder->send("ready\n");
    if (!holder->read_line(std::chrono::seconds{5})) return std::nullopt;
    return PrivateNetwork{std::move(*holder)};
  }

  /// The argv that runs `argv` in it.
  [[nodiscard]] std::vector<std::string> inside(const std::vector<std::string>& argv) const {
    std::vector<std::string> all{"nsenter", "--target", std::to_string(m_holder.pid()), "--net"};
    if (geteuid() != 0) all.insert(all.end(), {"--user", "--preserve-credentials"});
    all.push_back("--");
    all.insert(all.end(), argv.begin(), argv.end());
    return all;
  }

  /// What a command in it prints; its stderr where it fails.
  [[nodiscard]] std::string run(const std::vector<std::string>& argv) const {
    const auto outcome = run_process(inside(argv), "", std::chrono::seconds{5});
    if (!outcome) return outcome.error().text();
    return outcome->status == 0 ? outcome->out : outcome->err;
  }

 private:
  explicit PrivateNetwork(HeldProcess holder) : m_holder(std::move(holder)) {}
  HeldProcess m_holder;
};

}  // namespace gameday
