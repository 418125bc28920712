// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace gameday {

/// Ordered from best to worst; the worst wins. not_applicable stays outside the merge.
enum class Verdict { not_applicable, met, unknown, missed };

[[nodiscard]] std::string_view to_string(Verdict verdict);
[[nodiscard]] std::optional<Verdict> parse_verdict(std::string_view text);

/// The worst of the applicable ones; unknown where there is none: no evidence is never good
/// evidence.
[[nodiscard]] Verdict merge(std::span<const Verdict> verdicts);

}  // namespace gameday
