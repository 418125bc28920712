// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace gameday {

/// Makes this process hard to end by accident: deaf to TERM, HUP, INT and their like, and the last
/// to be chosen by the kernel when memory runs out (where that is permitted).
void harden_process();

/// A control group for this process alone, so that ending the session or service in which gameday
/// was started does not end it. Left and removed at the end.
class OwnCgroup {
 public:
  /// Nothing where the system has no cgroup v2 or does not let us.
  static std::optional<OwnCgroup> enter(std::string_view name);
  OwnCgroup(OwnCgroup&& other) noexcept;
  OwnCgroup& operator=(OwnCgroup&&) = delete;
  ~OwnCgroup();

  [[nodiscard]] const std::filesystem::path& folder() const { return m_folder; }

 private:
  OwnCgroup(std::filesystem::path before, std::filesystem::path folder);
  std::filesystem::path m_before;
  std::filesystem::path m_folder;
};

/// Removes the control groups of keepers that were killed; those of living ones stay.
void remove_empty_cgroups();

}  // namespace gameday
