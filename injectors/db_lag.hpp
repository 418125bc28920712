// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/change.hpp"
#include "injectors/db_session.hpp"
#include "injectors/injector.hpp"

// How a standby is made to lag, each way in a file of its own.
namespace gameday {

/// What a lag costs, in a plan and a scorecard: with the first, what was acknowledged is not in the
/// standby when the primary is lost; with the second it is there, and is only seen later.
inline constexpr std::string_view k_costs_data = "data";
inline constexpr std::string_view k_costs_time = "staleness and time";

/// A standby that is to lag.
struct Lag {
  DatabaseSite primary;
  DatabaseSite standby;
  std::string how;           ///< throttle, hold, replay-pause or apply-delay
  std::int64_t rate_kbit{};  ///< of throttle
  Duration delay{};          ///< of apply-delay
  std::string address;       ///< of the standby, as the primary sees it
  std::string user;          ///< of MariaDB's control path
};

/// throttle and hold, of any database: an nftables table of our own where the standby's region is
/// filtered, for the packets between these two servers only. Errors: bad_input.
[[nodiscard]] Result<FaultPlan> lag_stream(const Lag& lag, const FaultScope& scope);

/// replay-pause and apply-delay of PostgreSQL.
[[nodiscard]] Result<FaultPlan> lag_replay(const Lag& lag, const FaultScope& scope);

/// The same of MariaDB: its SQL thread stopped, MASTER_DELAY. Errors: bad_input.
[[nodiscard]] Result<FaultPlan> lag_replica(const Lag& lag, const FaultScope& scope);

/// Proves a lag of PostgreSQL from outside, over the control path: what was at `ahead` some time
/// ago has not come to `behind` by now.
[[nodiscard]] Proof prove_lag(const DatabaseSite& asked, std::string name, const std::string& ahead,
                              const std::string& behind, std::chrono::milliseconds wait);

}  // namespace gameday
