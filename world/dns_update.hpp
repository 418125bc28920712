// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "world/dns_records.hpp"

/// Dynamic updates of a zone (RFC 2136), one set of records at a time.
namespace gameday::dns {

/// All records of one name and type, as one value.
struct RecordSet {
  std::uint32_t ttl = 0;            ///< seconds
  std::vector<std::string> values;  ///< as record_text writes them, sorted; empty = none there
  bool operator==(const RecordSet&) const = default;
};

/// Which set.
struct RecordPlace {
  std::string zone;
  std::string name;
  std::string type;  ///< as record_type reads it
};

/// A question for the set, recursion not desired. Errors: bad_input.
[[nodiscard]] Result<std::string> ask_for_set(std::uint16_t id, const RecordPlace& place);

/// The set as the answer of a server that has the last word says. Errors: refused, where the server
/// has not, or where the name is an alias; failed; bad_input.
[[nodiscard]] Result<RecordSet> read_set(std::string_view answer, const RecordPlace& place);

/// An update that makes the set `to` if its values are `from` and nothing else (2.4.2, 2.4.3), in
/// one transaction. Errors: bad_input.
[[nodiscard]] Result<std::string> make_update(std::uint16_t id, const RecordPlace& place,
                                              const RecordSet& from, const RecordSet& to);

/// What the server says of an update. Errors: refused, with why in words: the set was not as
/// expected, or it may not be changed; failed; bad_input.
[[nodiscard]] Result<void> read_update_answer(std::string_view answer, const RecordPlace& place);

}  // namespace gameday::dns
