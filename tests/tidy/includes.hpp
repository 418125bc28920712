// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tests/tidy/source.hpp"

namespace gameday::tidy {

struct Include {
  std::size_t line = 0;
  std::string path;
  bool ours = false;  ///< in quotes
};

[[nodiscard]] std::vector<Include> includes_of(const Source& source);

}  // namespace gameday::tidy
