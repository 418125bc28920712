// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/result.hpp"
#include "world/fd.hpp"

namespace gameday::lab {

/// Leaves the caller's mount, network and IPC namespaces for new ones, and its user namespace too
/// when rootless (the own uid and gid mapped to themselves); the next child is PID 1 of a new PID
/// namespace. Single-threaded callers only. Errors: failed.
[[nodiscard]] Result<void> leave_namespaces(bool rootless);

/// In PID 1 of the new namespaces: its own /proc, and tmpfs on /run and /dev/shm, unseen outside.
/// Errors: failed.
[[nodiscard]] Result<void> mount_own_folders();

/// Makes the capabilities that the thread has survive exec, as ambient ones. Errors: failed.
[[nodiscard]] Result<void> keep_capabilities();

/// The network namespace of a zone: inside the lab, and from outside through its supervisor.
[[nodiscard]] std::filesystem::path zone_file(std::string_view zone);
[[nodiscard]] std::filesystem::path zone_file(std::int64_t supervisor_pid, std::string_view zone);

/// Moves the calling thread into the network namespace behind a file. Errors: absent, failed.
[[nodiscard]] Result<void> join_network(const std::filesystem::path& file);

/// Is in a zone while it lives and goes back afterwards; only inside the lab's namespaces.
class ZoneVisit {
 public:
  /// Errors: absent, failed.
  [[nodiscard]] static Result<ZoneVisit> begin(std::string_view zone);
  ZoneVisit(ZoneVisit&&) noexcept = default;
  ZoneVisit& operator=(ZoneVisit&&) = delete;
  ~ZoneVisit();

 private:
  explicit ZoneVisit(UniqueFd home) : m_home{std::move(home)} {}
  UniqueFd m_home;
};

}  // namespace gameday::lab
