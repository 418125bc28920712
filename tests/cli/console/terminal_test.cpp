// SPDX-License-Identifier: Apache-2.0
#include "cli/console/terminal.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

namespace gameday {
namespace {

TEST_CASE("what is no terminal has no colours") {
  const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  REQUIRE(null >= 0);
  CHECK_FALSE(has_colors(null));
  close(null);
}

TEST_CASE("a terminal has colours unless they are refused") {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  REQUIRE(terminal >= 0);
  unsetenv("NO_COLOR");
  CHECK(has_colors(terminal));
  setenv("NO_COLOR", "1", 1);
  CHECK_FALSE(has_colors(terminal));
  unsetenv("NO_COLOR");
  close(terminal);
}

}  // namespace
}  // namespace gameday
