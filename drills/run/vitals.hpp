// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/units.hpp"

namespace gameday {

/// How gameday itself fares: without disk, memory or time it can neither measure nor lift a fault.
struct Vitals {
  std::optional<std::uint64_t> disk;    ///< bytes free where the record lies; none = not to be seen
  std::optional<std::uint64_t> memory;  ///< bytes available on this machine (MemAvailable)
  Duration lag{};                       ///< 99 % of the last second's probes were sent no later
};

/// MemAvailable of /proc/meminfo (proc(5)), in bytes.
[[nodiscard]] std::optional<std::uint64_t> parse_memory_available(std::string_view meminfo);

/// Reads disk and memory.
[[nodiscard]] Vitals read_vitals(const std::filesystem::path& record);

/// Judges one look after the other.
class VitalSigns {
 public:
  /// Why the drill must be ended, or may not begin; empty = it may go on. Lag counts once it has
  /// lasted for three looks.
  [[nodiscard]] std::string failing(const Vitals& vitals);

 private:
  int m_lagging = 0;
};

}  // namespace gameday
