// SPDX-License-Identifier: Apache-2.0
#include "cli/console/terminal.hpp"

#include <unistd.h>

#include <cstdlib>

namespace gameday {

bool has_colors(int descriptor) {
  const char* refused = std::getenv("NO_COLOR");
  return isatty(descriptor) == 1 && (refused == nullptr || *refused == '\0');
}

bool stderr_has_colors() { return has_colors(STDERR_FILENO); }

bool stdout_has_colors() { return has_colors(STDOUT_FILENO); }

}  // namespace gameday
