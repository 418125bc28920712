// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "drills/record/record.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {

/// A format in which a scorecard can be written; a pure function to bytes.
struct Exporter {
  std::string_view name;  ///< "json", "html", ...
  std::string_view summary;
  std::string_view extension;
  std::string (*write)(const Scorecard& card, const Record& record);
};

}  // namespace gameday
