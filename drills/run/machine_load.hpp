// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gameday {

/// CPU time of the machine so far, in clock ticks (/proc/stat, first line; proc(5)).
struct CpuTimes {
  std::uint64_t total = 0;
  std::uint64_t steal = 0;
};

/// Reads the first line of /proc/stat; nothing where it is not of that form.
[[nodiscard]] std::optional<CpuTimes> parse_cpu_times(std::string_view proc_stat);

/// Tells what share of the machine's time others have taken since the last look.
class MachineLoad {
 public:
  /// 0..1; 0 at the first look and where it cannot be had.
  [[nodiscard]] double steal_since_last();

 private:
  std::optional<CpuTimes> m_last;
};

}  // namespace gameday
