// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "drills/definition/load.hpp"
#include "drills/record/event.hpp"
#include "drills/record/sample.hpp"

namespace gameday {

/// What one reading of a ledger gave: the ids as they were read, doubles included.
struct LedgerReading {
  events::LedgerRead about;
  std::vector<std::int64_t> ids;
};

/// All that is known of one ledger.
struct LedgerRecord {
  std::vector<Write> writes;
  std::vector<LedgerReading> readings;
};

/// A run as it is on disk; everything that scoring may look at.
struct Record {
  Definition definition;
  std::string run;  ///< "<drill>/<UTC start>-<short id>", the name of the run
  std::vector<Event> events;
  std::map<std::string, Samples> probes;
  std::map<std::string, LedgerRecord> ledgers;
  std::string drill_sha256;  ///< of the frozen files, in hex; empty = the file is not there
  std::string inventory_sha256;
  std::string runbook_sha256;
  std::string plan_sha256;
  std::string failback_sha256 = {};
  std::string record_sha256;  ///< over timeline, samples and ledgers, in hex
  /// What is to be reverted and, by the journal, is not known to be gone; tells where a run that
  /// has no recorded end was left.
  std::vector<std::string> in_force;
  std::vector<std::string> damage;  ///< what of the record could not be read, in words
};

/// Reads a run's folder back. Torn last lines are left out and told in `damage`.
/// Errors: absent, failed, bad_input.
[[nodiscard]] Result<Record> read_record(const std::filesystem::path& run_folder,
                                         const Vocabulary& vocabulary);

}  // namespace gameday
