// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "drills/record/event.hpp"

namespace gameday {

/// Reads a timeline that is still being written, a part at a time.
class TimelineFollower {
 public:
  explicit TimelineFollower(const std::filesystem::path& run_folder);

  /// The events that have come in whole since the last call, at most k_at_once bytes of them. A
  /// line whose sum is wrong is left out.
  [[nodiscard]] std::vector<Event> more();

  static constexpr std::size_t k_at_once = 1U << 20U;

 private:
  std::filesystem::path m_file;
  std::uint64_t m_offset = 0;
  std::string m_rest;
};

}  // namespace gameday
