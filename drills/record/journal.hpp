// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/change.hpp"
#include "base/json.hpp"

namespace gameday {

/// First line of a journal.
struct JournalHead {
  std::string run_id;
  std::string boot_id;
  std::int64_t pid = 0;
  std::uint64_t start_time = 0;
  std::string started_at;          ///< UTC
  std::optional<std::string> lab;  ///< its name
  std::string lab_identity;        ///< supervisor's start time and namespace inodes
};

/// What the journal knows of one change: the change with its captured values put in, and its state.
struct JournalEntry {
  Change change;
  ChangeState state = ChangeState::planned;
  std::string error;             ///< why it is stuck
  std::int64_t applied_at = 0;   ///< CLOCK_BOOTTIME, ns, when the apply returned; 0 = not yet
  std::int64_t intended_at = 0;  ///< CLOCK_BOOTTIME, ns
};

/// A journal read back. The last record of a change counts; a torn tail is left out.
struct JournalContent {
  JournalHead head;
  std::vector<JournalEntry> entries;  ///< in the order in which they were first intended
  std::optional<Change> fence;        ///< to be carried out before any fault is lifted ...
  bool point_of_no_return = false;    ///< ... once this was passed
  bool fenced = false;
  bool closed = false;  ///< the run ended by itself
  bool torn = false;
};

/// The write-ahead undo: JSON lines with sequence number and CRC32, synced before the deed
/// (fdatasync). One owner at a time, by a lock on the file.
class Journal {
 public:
  /// Makes the file (0600), writes the head, syncs file and folder, takes the lock. Errors: failed.
  static Result<Journal> create(const std::filesystem::path& file, const JournalHead& head);
  /// Opens an existing one for adding and takes the lock, waiting `patience` for it.
  /// Errors: timeout (somebody holds it), absent, bad_input.
  static Result<Journal> adopt(const std::filesystem::path& file,
                               std::chrono::milliseconds patience);
  Journal(Journal&&) noexcept;
  Journal& operator=(Journal&&) noexcept;
  ~Journal();

  /// Puts the change on record in a state; returns when it is on the disk. Errors: failed.
  [[nodiscard]] Result<void> write(const Change& change, ChangeState state,
                                   std::string_view error = {});
  /// The fence to carry out before any heal once the point of no return is passed.
  [[nodiscard]] Result<void> write_fence(const Change& fence);
  [[nodiscard]] Result<void> write_point_of_no_return(std::string_view step);
  [[nodiscard]] Result<void> write_fenced();
  [[nodiscard]] Result<void> close();

  [[nodiscard]] const JournalContent& content() const { return m_content; }
  [[nodiscard]] const std::filesystem::path& file() const { return m_file; }

 private:
  Journal() = default;
  [[nodiscard]] Result<void> append(const Json& record);
  int m_fd = -1;
  std::uint64_t m_sequence = 0;
  std::filesystem::path m_file;
  JournalContent m_content;
};

/// Reads without taking the lock. Errors: absent, bad_input.
[[nodiscard]] Result<JournalContent> read_journal(const std::filesystem::path& file);

}  // namespace gameday
