// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/json.hpp"

namespace gameday {

/// First line of a journal.
struct JournalHead {
  std::string run_id = {};
  std::string boot_id = {};
  std::int64_t pid = 0;
  std::uint64_t start_time = 0;
  std::string started_at = {};          ///< UTC
  std::optional<std::string> lab = {};  ///< its name
  std::string lab_identity = {};        ///< supervisor's start time and namespace inodes
};

/// What the journal knows of one change: the change with its captured values put in, and its state.
struct JournalEntry {
  Change change;
  ChangeState state = ChangeState::planned;
  std::string error;             ///< why it is stuck
  std::int64_t applied_at = 0;   ///< CLOCK_BOOTTIME, ns, when the apply returned; 0 = not yet
  std::int64_t intended_at = 0;  ///< CLOCK_BOOTTIME, ns
  std::string since = {};        ///< UTC, when it got into this state
};

/// A journal read back. The last record of a change counts; a torn tail is left out.
struct JournalContent {
  JournalHead head;
  std::vector<JournalEntry> entries = {};     ///< in the order in which they were first intended
  std::optional<Change> fence = {};           ///< to be carried out before any fault is lifted ...
  bool point_of_no_return = false;            ///< ... once this was passed
  std::string point_of_no_return_step = {};   ///< the runbook's step that passed it
  std::string point_of_no_return_since = {};  ///< UTC
  bool fenced = false;
  bool closed = false;  ///< the run ended by itself, or was recovered
  bool torn = false;

  /// The fence must be carried out before anything that keeps the old primary out of reach is
  /// lifted.
  [[nodiscard]] bool fence_pending() const {
    return point_of_no_return && fence.has_value() && !fenced;
  }
  /// The entry of a change, or null.
  [[nodiscard]] const JournalEntry* find(std::string_view change) const;
};

/// A journal larger than this is not read.
inline constexpr std::size_t k_journal_cap = 256U << 20U;

/// The write-ahead undo: JSON lines with sequence number and CRC32, synced before the deed
/// (fdatasync). One owner at a time, by a lock on the file. May be used from several threads.
class Journal {
 public:
  /// Makes the file (0600), writes the head, syncs file and folder, takes the lock. Errors: failed.
  static Result<Journal> create(const std::filesystem::path& file, const JournalHead& head);
  /// Opens an existing one for adding and takes the lock, waiting `patience` for it. A torn tail is
  /// cut off. Errors: timeout (somebody holds it), otherwise as read_journal.
  static Result<Journal> adopt(const std::filesystem::path& file,
                               std::chrono::milliseconds patience);
  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  /// Puts the change on record in a state; returns when it is on the disk. Errors: failed (then it
  /// is not on record, and what was before still is).
  [[nodiscard]] Result<void> write(const Change& change, ChangeState state,
                                   std::string_view error = {});
  /// The fence to carry out before any heal once the point of no return is passed.
  [[nodiscard]] Result<void> write_fence(const Change& fence);
  [[nodiscard]] Result<void> write_point_of_no_return(std::string_view step);
  [[nodiscard]] Result<void> write_fenced();
  [[nodiscard]] Result<void> close();

  /// All that is on record, as a copy.
  [[nodiscard]] JournalContent content() const;
  [[nodiscard]] const std::filesystem::path& file() const;

  /// Told before (false) and after (true) each record gets to the disk: where crash tests stop.
  void watch(std::function<void(bool written)> watcher);

 private:
  struct State;
  explicit Journal(std::unique_ptr<State> state);
  static Result<Journal> take(const std::filesystem::path& file, int fd);
  [[nodiscard]] Result<void> append(Json record);
  std::unique_ptr<State> m_state;
};

/// Reads without taking the lock. Errors: absent; failed (it cannot be read, or its head is
/// damaged); bad_input (not even its head was written: nothing was changed).
[[nodiscard]] Result<JournalContent> read_journal(const std::filesystem::path& file);

}  // namespace gameday
