// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "world/fd.hpp"

namespace gameday {

/// One drill at a time of one inventory and home: held while the object lives, and let go by the
/// kernel when the process dies.
class LocalLock {
 public:
  /// Takes <home>/locks/<name>.lock and writes `holder`, a line, into it. Errors: refused, where
  /// somebody holds it (their line is the reason); failed.
  [[nodiscard]] static Result<LocalLock> take(const std::filesystem::path& home,
                                              const std::string& name, const std::string& holder);

 private:
  explicit LocalLock(UniqueFd file) : m_file{std::move(file)} {}
  UniqueFd m_file;
};

}  // namespace gameday
