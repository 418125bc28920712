// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/stranding.hpp"

#include <algorithm>
#include <iterator>

namespace gameday {
namespace {

std::vector<std::int64_t> each_once(std::vector<std::int64_t> ids) {
  std::ranges::sort(ids);
  const auto doubles = std::ranges::unique(ids);
  ids.erase(doubles.begin(), doubles.end());
  return ids;
}

/// Why a reading says nothing; empty = it does.
std::string flaw_of(const LedgerReading* reading, const char* which) {
  if (reading == nullptr) return std::string{which} + " was not read";
  if (!reading->about.error.empty()) return std::string{which} + ": " + reading->about.error;
  if (reading->about.count != reading->ids.size()) {
    return std::string{which} + ": not all that was read is on record";
  }
  return {};
}

}  // namespace

Stranding find_stranded(const LedgerReading* isolated, const LedgerReading* after_heal) {
  Stranding found;
  found.error = flaw_of(isolated, "the old primary");
  if (found.error.empty()) found.error = flaw_of(after_heal, "the new primary");
  if (!found.error.empty()) return found;
  std::ranges::set_difference(each_once(isolated->ids), each_once(after_heal->ids),
                              std::back_inserter(found.ids));
  return found;
}

}  // namespace gameday
