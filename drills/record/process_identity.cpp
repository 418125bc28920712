// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <sys/random.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <random>
#include <sstream>

#include "drills/record/run_directory.hpp"

namespace gameday {

std::string make_run_id() {
  std::uint32_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != sizeof number) number = std::random_device{}();
  return fmt::format("{:08x}", number);
}

std::string boot_id() {
  std::ifstream stream{"/proc/sys/kernel/random/boot_id"};
  std::string id;
  std::getline(stream, id);
  return id;
}

/// The name in field 2 may hold blanks and brackets, so fields are counted from its last bracket.
/// A zombie has ended: it does nothing any more, though its number is not free yet.
std::uint64_t process_start_time(std::int64_t pid) {
  std::ifstream stream{fmt::format("/proc/{}/stat", pid)};
  const std::string text{std::istreambuf_iterator<char>{stream}, {}};
  const std::size_t bracket = text.rfind(')');
  if (bracket == std::string::npos) return 0;
  std::istringstream fields{text.substr(bracket + 1)};
  std::string state;
  std::string skipped;
  fields >> state;
  if (state == "Z" || state == "X") return 0;
  for (int field = 4; field < 22; ++field) fields >> skipped;
  std::uint64_t start = 0;
  fields >> start;
  return start;
}

}  // namespace gameday
