// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "base/json.hpp"
#include "drills/record/journal.hpp"

/// The records of a journal as values: how each is written, and what a row of them amounts to.
namespace gameday {

/// The first record.
[[nodiscard]] Json head_record(const JournalHead& head);
/// The change itself is left out where `known` (what the journal has of it) says the same.
[[nodiscard]] Json change_record(const Change& change, ChangeState state, std::string_view error,
                                 const JournalEntry* known);
/// The fence that must come before any heal once the point of no return is passed.
[[nodiscard]] Json fence_record(const Change& fence);
/// A record without more than its name: "fenced", "closed".
[[nodiscard]] Json plain_record(std::string_view name);
/// Written before the step of that name is done.
[[nodiscard]] Json point_of_no_return_record(std::string_view step);

/// Adds when it is written: "at" (CLOCK_BOOTTIME, ns) and "wall" (UTC).
void stamp(Json& record);

/// Takes one record into account; false where it cannot be understood (the content is as before).
[[nodiscard]] bool fold(JournalContent& content, const Json& record);

/// What the text of a journal holds.
struct ReadBack {
  JournalContent content;
  std::uint64_t next_sequence = 0;
  std::size_t good_bytes = 0;  ///< length of the prefix that can be trusted
};

/// Reads records up to the first that is torn, damaged or not understood. Never fails: a text
/// without a head gives next_sequence 0.
[[nodiscard]] ReadBack read_back(std::string_view text);

}  // namespace gameday
