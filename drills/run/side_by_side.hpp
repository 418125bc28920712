// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace gameday {

/// How many hosts are worked on at once.
inline constexpr std::size_t k_side_by_side = 16;

/// What is to be done on one host, in order: positions in the list that it was made from.
using Lane = std::vector<std::size_t>;

/// One lane for each host, in the order in which they first occur. `hosts` names the host of each
/// piece of work.
[[nodiscard]] std::vector<Lane> lanes_by_host(const std::vector<std::string>& hosts);

/// Calls `work(position)` for all positions: those of a lane one after the other, lanes side by
/// side, at most `width` of them at once. Once a call gives false, no other is begun. Returns when
/// all that was begun has returned. One lane, or a width of one, is done by the calling thread
/// itself, in order. Should a call throw, that goes on to the caller.
void side_by_side(const std::vector<Lane>& lanes, std::size_t width,
                  const std::function<bool(std::size_t)>& work);

}  // namespace gameday
