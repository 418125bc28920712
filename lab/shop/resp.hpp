// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace gameday::shop {

/// What a Redis server answers (RESP2).
struct Reply {
  enum class Kind { text, error, number, nothing, list };

  Kind kind = Kind::nothing;
  std::string text;         ///< of a text or an error
  std::int64_t number = 0;  ///< of a number
  std::vector<Reply> items;

  bool operator==(const Reply&) const = default;
};

/// Bytes of one reply, and how deep its lists go, at most.
inline constexpr std::size_t k_reply_limit = 1'000'000;
inline constexpr int k_reply_depth = 8;

/// A command as it is sent: an array of texts.
[[nodiscard]] std::string to_command(const std::vector<std::string>& words);

/// Takes one whole reply from the front of what was received; none where more must come first.
/// Errors: bad_input, where it can become no reply within the limits whatever follows.
[[nodiscard]] Result<std::optional<Reply>> take_reply(std::string& received);

}  // namespace gameday::shop
