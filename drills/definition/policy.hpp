// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/units.hpp"

namespace gameday {

/// What a probe speaks for.
inline constexpr std::array<std::string_view, 4> k_layers{"app", "db", "queue", "network"};

/// One whole, in the unit in which shares are kept: a decision compares integers.
inline constexpr std::int64_t k_whole_ppm = 1'000'000;

/// How samples become the health of a layer, or of what a veto looks at.
struct GaugeSpec {
  /// Probes and ledgers by the region of which they tell.
  std::map<std::string, std::vector<std::string>> probes;
  Duration window{std::chrono::seconds{1}};
  std::int64_t down_above_ppm = k_whole_ppm / 2;  ///< bad share of the window above which: down
  std::int64_t up_below_ppm = k_whole_ppm / 10;   ///< below which: up; between both: as before
  Duration stale_after{std::chrono::seconds{3}};  ///< without a sample for so long: unknown
};

/// The policy looks on while the system fails over by itself; asks a person; starts the runbook.
inline constexpr std::array<std::string_view, 3> k_policy_modes{"observe", "advise", "act"};

/// What a replay ought to come to: a shift, or none (a quiet or a flapping record).
enum class Expected { shift, stay };

/// The failover policy of a drill ([policy]); docs/policy.md says what each key means.
struct PolicySpec {
  std::string mode;  ///< one of k_policy_modes
  std::string from;  ///< region that serves at the start
  std::string to;
  Expected expect = Expected::shift;
  std::int64_t at_least = 0;           ///< layers of the serving region that must be down
  std::vector<std::string> necessary;  ///< layers that must be among them
  Duration hold{std::chrono::seconds{1}};
  Duration cool_down{std::chrono::minutes{5}};  ///< least time between two shifts
  Duration anti_flap{std::chrono::minutes{1}};  ///< healthy so long before a region is gone back to
  std::int64_t most_shifts = 2;                 ///< within shifts_within
  Duration shifts_within{std::chrono::hours{1}};
  std::map<std::string, GaugeSpec> layers;  ///< by their names in k_layers
  std::map<std::string, GaugeSpec> vetoes;  ///< by their names in k_vetoes
  std::string asks;  ///< who is advised (advise), or may override a veto (act); empty = nobody
};

/// What vetoes may look at besides the layers of the region that is to take over: probes that are
/// bad while its data lag too far behind, and while it does not take traffic.
inline constexpr std::array<std::string_view, 2> k_vetoes{"lag", "traffic"};

/// How many layers have probes that tell of a region.
[[nodiscard]] std::int64_t layers_of(const PolicySpec& policy, std::string_view region);

}  // namespace gameday
