// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "base/units.hpp"

namespace gameday {

/// What requests are signed with. Never printed; only `source` and `expires` are told to anybody.
struct AwsCredentials {
  std::string key_id;
  std::string secret;
  std::string token;                     ///< of a session; empty = long-lived keys
  std::optional<WallTime> expires = {};  ///< nothing where nobody said so
  std::string source;                    ///< where they come from, in words
  bool renewable = false;                ///< whoever asks later is given fresh ones
};

}  // namespace gameday
