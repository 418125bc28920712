// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "drills/record/event.hpp"
#include "drills/record/record.hpp"
#include "drills/record/sample.hpp"

namespace gameday {

/// Writes a run's timeline, samples and writes as JSON lines with sequence number and CRC32, from a
/// writer thread of its own, synced in groups. Its functions never block on the disk and may be
/// called from any thread.
class Recorder {
 public:
  /// Opens timeline.jsonl, samples.jsonl, writes.jsonl in the folder. Errors: failed.
  static Result<std::unique_ptr<Recorder>> open(const std::filesystem::path& run_folder);
  virtual ~Recorder() = default;

  virtual void event(const Event& event) = 0;
  virtual void sample(std::string_view probe, const Sample& sample) = 0;
  virtual void write(std::string_view ledger, const Write& write) = 0;
  /// ledgers/<ledger>.<reading>.json, synced before it returns.
  virtual Result<void> reading(const LedgerReading& reading) = 0;
  /// All that was handed over is on the disk when it returns. Errors: failed (disk full ...).
  virtual Result<void> flush() = 0;
};

/// Freezes drill, inventory, runbook and plan into the folder. Errors: failed.
[[nodiscard]] Result<void> freeze(const std::filesystem::path& run_folder,
                                  const Definition& definition, const Json& plan);

}  // namespace gameday
