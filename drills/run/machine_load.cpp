// SPDX-License-Identifier: Apache-2.0
#include "drills/run/machine_load.hpp"

#include <fstream>
#include <sstream>
#include <string>

namespace gameday {

std::optional<CpuTimes> parse_cpu_times(std::string_view proc_stat) {
  std::istringstream line{std::string{proc_stat.substr(0, proc_stat.find('\n'))}};
  std::string label;
  if (!(line >> label) || label != "cpu") return std::nullopt;
  constexpr int k_steal_column = 8;
  CpuTimes times;
  std::uint64_t value = 0;
  // Columns 9 and 10 (guest) are part of user and nice already.
  for (int column = 1; column <= k_steal_column && line >> value; ++column) {
    times.total += value;
    if (column == k_steal_column) times.steal = value;
  }
  return times;
}

double MachineLoad::steal_since_last() {
  std::ifstream file("/proc/stat");
  std::string line;
  std::getline(file, line);
  const std::optional<CpuTimes> current = parse_cpu_times(line);
  const std::optional<CpuTimes> last = m_last;
  m_last = current;
  if (!current || !last || current->total <= last->total) return 0;
  return static_cast<double>(current->steal - last->steal) /
         static_cast<double>(current->total - last->total);
}

}  // namespace gameday
