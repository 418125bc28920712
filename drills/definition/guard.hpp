// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>

#include "drills/definition/diagnostic.hpp"

namespace gameday {

/// A file larger than this is refused before it is parsed.
inline constexpr std::size_t k_definition_cap = 1U << 20U;

/// Brackets within brackets, and dots within one key, that a definition may have. The parser
/// recurses on both, and on the second without a limit of its own.
inline constexpr int k_nesting_cap = 32;

/// Why a text must not reach the parser: too large, no text at all, nested too deep. None = it may.
[[nodiscard]] std::optional<Diagnostic> guard_text(const SourceFile& source);

}  // namespace gameday
