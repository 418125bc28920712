// SPDX-License-Identifier: Apache-2.0
#include "drills/run/vitals.hpp"

#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <sstream>

namespace gameday {
namespace {

constexpr std::uint64_t k_disk_floor = 64U << 20U;
constexpr std::uint64_t k_memory_floor = 64U << 20U;
constexpr Duration k_worst_lag = std::chrono::seconds{2};
constexpr int k_lagging_looks = 3;

std::string megabytes(std::uint64_t bytes) { return fmt::format("{} MiB", bytes >> 20U); }

}  // namespace

std::optional<std::uint64_t> parse_memory_available(std::string_view meminfo) {
  constexpr std::string_view k_key = "MemAvailable:";
  const std::size_t at = meminfo.find(k_key);
  if (at == meminfo.npos) return std::nullopt;
  std::string_view rest = meminfo.substr(at + k_key.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  std::uint64_t kilobytes = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), kilobytes);
  if (error != std::errc{}) return std::nullopt;
  return kilobytes * 1024;
}

Vitals read_vitals(const std::filesystem::path& record) {
  Vitals vitals;
  std::error_code failed;
  const auto space = std::filesystem::space(record, failed);
  if (!failed) vitals.disk = space.available;
  std::ostringstream text;
  text << std::ifstream("/proc/meminfo").rdbuf();
  vitals.memory = parse_memory_available(text.str());
  return vitals;
}

std::string VitalSigns::failing(const Vitals& vitals) {
  m_lagging = vitals.lag > k_worst_lag ? m_lagging + 1 : 0;
  if (vitals.disk && *vitals.disk < k_disk_floor) {
    return fmt::format("the disk of the record is nearly full: {} free, {} needed",
                       megabytes(*vitals.disk), megabytes(k_disk_floor));
  }
  if (vitals.memory && *vitals.memory < k_memory_floor) {
    return fmt::format("this machine is nearly out of memory: {} available, {} needed",
                       megabytes(*vitals.memory), megabytes(k_memory_floor));
  }
  if (m_lagging >= k_lagging_looks) {
    return fmt::format("probes are sent {} late, for {} s already", format_duration(vitals.lag),
                       m_lagging);
  }
  return {};
}

}  // namespace gameday
