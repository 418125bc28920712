// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "cli/exit_status.hpp"
#include "drills/record/record.hpp"
#include "drills/score/scorecard.hpp"

namespace gameday {

/// A run's record and what it is worth.
struct Judged {
  Record record;
  Scorecard card;
};

/// Reads a run's folder and judges it. Errors: as read_record.
[[nodiscard]] Result<Judged> judge(const std::filesystem::path& run_folder);

/// A judged run in one of the formats of `gameday list exporters`. Errors: bad_input.
[[nodiscard]] Result<std::string> written(const Judged& judged, std::string_view format);

/// Writes scorecard.json and scorecard.html into a folder that is made where it is missing.
/// Errors: failed.
[[nodiscard]] Result<void> write_scorecards(const Judged& judged,
                                            const std::filesystem::path& folder);

/// Judges a run that has just ended: scorecards into its folder and, unless empty, into `out`; the
/// text on standard output. Gives the exit status that the scorecard names.
[[nodiscard]] ExitStatus judge_run(const std::filesystem::path& run_folder, const std::string& out);

}  // namespace gameday
