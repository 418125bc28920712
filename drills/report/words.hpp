// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "drills/score/scorecard.hpp"

/// How a scorecard is put into plain words, the same in every format.
namespace gameday::words {

/// "Met", "Missed", "Unknown", "Aborted", "Still in force": what a tired person must read first.
[[nodiscard]] std::string outcome(const Scorecard& card);

/// The outcome in one sentence.
[[nodiscard]] std::string headline(const Scorecard& card);

/// What happened to clients and to their data, what was proven, and how it ended; a sentence each.
[[nodiscard]] std::vector<std::string> summary(const Scorecard& card);

/// "Recovery time", "Data loss, class ledger".
[[nodiscard]] std::string title(const ObjectiveScore& objective);

/// "3.19 to 3.23 s", "0 of 1069 lost", "none observed, at most 0.03 s", "unknown".
[[nodiscard]] std::string measured(const ObjectiveScore& objective);

/// "at most 10 s", "nothing lost".
[[nodiscard]] std::string target(const ObjectiveScore& objective);

/// What the counts of a ledger say; empty for what has none.
[[nodiscard]] std::string counts(const ObjectiveScore& objective);

/// The reasons of one verdict without those that hold for all, which the headline has told.
[[nodiscard]] std::vector<std::string> own_reasons(const Scorecard& card,
                                                   const std::vector<std::string>& reasons);

/// How long a phase took: "1.00 to 1.01 s", or a dash where it is not known.
[[nodiscard]] std::string took(const PhaseScore& phase);

/// What the way back was like, a sentence each; empty where the drill has none.
[[nodiscard]] std::vector<std::string> failback(const Scorecard& card);

/// "12 writes: 3, 4, 5 ... kept by the drill, in stranded/orders.json".
[[nodiscard]] std::string stranded(const StrandedScore& score);

/// "2.68 to 3.23 s", "none observed", "no samples".
[[nodiscard]] std::string outage(const ProbeScore& probe);

/// "RegionDown region=region-a", "no RegionDown" where it must not come.
[[nodiscard]] std::string alert(const AlertScore& alert);

/// "1.20 to 1.31 s", "kept from its receiver", "none".
[[nodiscard]] std::string page(const AlertScore& alert);

/// What the drop rules counted, in all: "853 packets dropped"; empty where nothing was read.
[[nodiscard]] std::string dropped(const FaultScore& fault);

/// What the failover policy decided and what came of it: what, and its value. Empty without one.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> policy(const Scorecard& card);

/// Seconds with two decimals and a unit, or a dash.
[[nodiscard]] std::string seconds(const std::optional<Duration>& value);

/// A duration as people write it: "10 s", "500 ms", "1 m 30 s".
[[nodiscard]] std::string span(Duration value);

/// The duration of the whole run, or a dash.
[[nodiscard]] std::string duration(const Scorecard& card);

}  // namespace gameday::words
