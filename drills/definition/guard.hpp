// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "drills/definition/diagnostic.hpp"
#include "drills/definition/document.hpp"

namespace gameday {

/// A file larger than this is refused before it is parsed.
inline constexpr std::size_t k_definition_cap = 1U << 20U;

/// Brackets within brackets, and dots within one key, that a definition may have. The parser
/// recurses on both, and on the second without a limit of its own.
inline constexpr int k_nesting_cap = 32;

/// Keys of one table, and tables of one list, that a definition may have: whoever reads them
/// compares them with each other. A list of plain values has no such limit.
inline constexpr std::size_t k_table_cap = 1000;

/// Why a text must not reach the parser: too large, no text at all, nested too deep. None = it may.
[[nodiscard]] std::optional<Diagnostic> guard_text(const SourceFile& source);

/// Why a document must not be read any further: a table or a list of tables is too long.
[[nodiscard]] std::optional<Diagnostic> guard_tree(const std::string& file, const TomlNode& root);

}  // namespace gameday
