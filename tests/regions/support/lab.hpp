// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/json.hpp"
#include "world/process.hpp"

namespace gameday::regions {

/// A lab of a test's own, up while it lives. Raised and removed by the program under test itself.
class Lab {
 public:
  /// Raises `t-<topic>`; one that an earlier test left behind goes first. Fails the test where it
  /// cannot. Options as for `gameday lab up`: "--async", "--witness", "--with=redis".
  explicit Lab(std::string_view topic, const std::vector<std::string>& options = {});
  Lab(const Lab&) = delete;
  Lab& operator=(const Lab&) = delete;
  ~Lab();

  [[nodiscard]] const std::string& name() const { return m_name; }
  /// /var/tmp/gameday-<uid>/t-<topic>
  [[nodiscard]] std::filesystem::path folder() const;
  /// What `lab status --format json` says of it now.
  [[nodiscard]] Json status() const;
  /// The supervisor's pid as seen from outside.
  [[nodiscard]] int supervisor() const;

  /// Runs a command on a host of the lab: on("router", {"nft", "list", "ruleset"}).
  [[nodiscard]] ProcessOutcome on(std::string_view host, const std::vector<std::string>& argv,
                                  std::string_view input = {}) const;
  /// The argv that does so, for those who want to hold the process themselves.
  [[nodiscard]] std::vector<std::string> argv_on(std::string_view host,
                                                 const std::vector<std::string>& argv) const;

  /// Runs a statement in the database `shop` of region "a" or "b" over its Unix socket, which no
  /// cut reaches. Gives the first cell, empty where there is none; fails the test on an error.
  [[nodiscard]] std::string sql(std::string_view side, const std::string& statement) const;

 private:
  std::string m_name;
};

/// Runs `gameday <arguments>` to its end, within a minute.
[[nodiscard]] ProcessOutcome gameday(const std::vector<std::string>& arguments,
                                     std::string_view input = {});

/// Waits until a condition holds, looking every few milliseconds; false when `patience` is over.
template <class Condition>
bool eventually(Condition holds, std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() >= until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return true;
}

}  // namespace gameday::regions
