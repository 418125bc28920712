// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace gameday::regions {

/// Looks over and over at the command lines of all processes, and at the environments that they
/// were started with, for what must stand in none of them.
class SecretWatch {
 public:
  /// `everywhere` is looked for in both; `in_arguments` (what was exported before gameday was
  /// started, and is inherited) in the command lines alone.
  SecretWatch(std::vector<std::string> everywhere, std::vector<std::string> in_arguments);
  SecretWatch(const SecretWatch&) = delete;
  SecretWatch& operator=(const SecretWatch&) = delete;
  ~SecretWatch() = default;

  /// Ends the watching. Command lines that were seen with one in them, or in their environment.
  [[nodiscard]] std::set<std::string> stop();
  /// Different command lines that were looked at.
  [[nodiscard]] const std::set<std::string>& seen() const { return m_seen; }

 private:
  void look();
  void look_at(const std::filesystem::path& process);

  std::vector<std::string> m_everywhere;
  std::vector<std::string> m_in_arguments;
  std::set<std::string> m_seen;
  std::set<std::string> m_leaks;
  std::jthread m_thread;
};

}  // namespace gameday::regions
