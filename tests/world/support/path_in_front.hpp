// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "tests/world/support/scratch.hpp"
#include "tests/world/support/set_variable.hpp"

namespace gameday {

/// Puts a program of a test's own in front of all others in PATH, while it lives.
class PathInFront {
 public:
  PathInFront(const Scratch& scratch, const std::string& name, std::string_view program)
      : m_path{"PATH", scratch.folder().string() + ":" + std::getenv("PATH")} {
    const std::string file = scratch.write(name, std::string{program});
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  }

 private:
  SetVariable m_path;
};

}  // namespace gameday
