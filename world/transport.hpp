// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/inventory.hpp"
#include "base/result.hpp"

namespace gameday {

/// A way to run something on a host, as a rewriting of argv.
struct Transport {
  std::string_view name;
  std::string_view summary;
  /// The argv to execute on this machine so that `argv` runs on `host`. Errors: failed; bad_input,
  /// where it cannot carry these words.
  Result<std::vector<std::string>> (*wrap)(const Inventory& inventory, const Host& host,
                                           std::vector<std::string> argv);
  /// Whether an exit status, with what was said on stderr, means that it could not get there; null
  /// = a status is always the command's.
  bool (*unreachable)(int status, std::string_view said) = nullptr;
  /// It leads to another machine: gameday's own program is not there, and what runs there goes on
  /// when our end of it is ended.
  bool elsewhere = false;
};

/// Refuses argv that names gameday's own program ("@gameday"), which is not on that host.
[[nodiscard]] Result<void> without_gameday(const Host& host, const std::vector<std::string>& argv);

}  // namespace gameday
