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
  /// The argv to execute on this machine so that `argv` runs on `host`. Errors: failed.
  Result<std::vector<std::string>> (*wrap)(const Inventory& inventory, const Host& host,
                                           std::vector<std::string> argv);
  /// The exit status by which it says that it could not get there; 0 = a status is the command's.
  int unreachable = 0;
};

}  // namespace gameday
