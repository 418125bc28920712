// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "drills/record/record.hpp"

/// One reading of a ledger as a file of its own: ledgers/<ledger>.<reading>.json, one sealed line.
namespace gameday {

/// Its path within the run's folder.
[[nodiscard]] std::filesystem::path ledger_file_name(const events::LedgerRead& about);

/// What ledger_from_text reads back.
[[nodiscard]] std::string ledger_file_text(const LedgerReading& reading);

/// Nothing where the text is damaged.
[[nodiscard]] std::optional<LedgerReading> ledger_from_text(std::string_view text);

}  // namespace gameday
