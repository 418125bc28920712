// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/catalog.hpp"
#include "drills/report/exporters.hpp"
#include "tests/fakes/sample_runs.hpp"

namespace gameday {

/// A record, judged, in that format; the same whatever version this is.
inline std::string rendered(const Record& record, std::string_view format) {
  Scorecard card = score(record);
  card.version = "1.2.3";
  return find_kind(exporters(), format)->write(card, record);
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

inline std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

}  // namespace gameday
