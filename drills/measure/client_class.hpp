// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace gameday {

/// The client classes that a kind of probe may know: `fresh` makes a new lookup and a new
/// connection for each request, `cached` keeps the lookup for its TTL, `pooled` keeps connections.
inline constexpr std::array<std::string_view, 1> k_fresh_only{"fresh"};
inline constexpr std::array<std::string_view, 2> k_without_pool{"fresh", "cached"};
inline constexpr std::array<std::string_view, 3> k_all_classes{"fresh", "cached", "pooled"};

}  // namespace gameday
