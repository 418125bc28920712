// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

/// Lines of the records on disk: one JSON object each, with a sequence number and a checksum, so
/// that a torn or damaged line is recognised: {"crc":"<CRC32, hex>","seq":<n>,...}\n
namespace gameday {

/// The record as a line with its newline. Text that is not UTF-8 is an error: what is read back
/// must be what was meant. Errors: bad_input.
[[nodiscard]] Result<std::string> seal(const Json& record, std::uint64_t sequence);

/// The same for members that are written already, without braces: `"a":1,"b":2`.
[[nodiscard]] std::string seal_members(std::string_view members, std::uint64_t sequence);

/// The record of one line (without newline) whose sum is right; it holds its number as "seq".
[[nodiscard]] std::optional<Json> unseal(std::string_view line);

/// The record of one line (without newline), or nothing where sum or sequence number are wrong.
[[nodiscard]] std::optional<Json> unseal(std::string_view line, std::uint64_t sequence);

}  // namespace gameday
