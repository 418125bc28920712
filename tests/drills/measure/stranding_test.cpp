// SPDX-License-Identifier: Apache-2.0
#include "drills/measure/stranding.hpp"

#include <doctest/doctest.h>

namespace gameday {
namespace {

LedgerReading reading(std::vector<std::int64_t> ids) {
  LedgerReading made;
  made.about.count = ids.size();
  made.ids = std::move(ids);
  return made;
}

TEST_CASE("what only the old primary has is told number by number, each once") {
  const LedgerReading isolated = reading({9, 1, 2, 7, 7, 3});
  const LedgerReading healed = reading({1, 3, 4, 2, 5});
  const Stranding found = find_stranded(&isolated, &healed);
  CHECK(found.error.empty());
  CHECK(found.ids == std::vector<std::int64_t>{7, 9});
}

TEST_CASE("a side that was not read is never taken for one that has nothing") {
  const LedgerReading good = reading({1});
  LedgerReading bad = reading({1, 2});
  CHECK(find_stranded(nullptr, &good).error.find("not read") != std::string::npos);
  CHECK(find_stranded(&good, nullptr).error.find("the new primary") != std::string::npos);
  bad.about.count = 3;
  CHECK_FALSE(find_stranded(&bad, &good).error.empty());
  bad.about.error = "no answer";
  const Stranding found = find_stranded(&bad, &good);
  CHECK(found.error.find("no answer") != std::string::npos);
  CHECK(found.ids.empty());
}

}  // namespace
}  // namespace gameday
