// SPDX-License-Identifier: Apache-2.0
#include "base/verdict.hpp"

#include <algorithm>
#include <array>

namespace gameday {

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::not_applicable: return "not_applicable";
    case Verdict::met: return "met";
    case Verdict::unknown: return "unknown";
    case Verdict::missed: return "missed";
  }
  return "unknown";
}

std::optional<Verdict> parse_verdict(std::string_view text) {
  constexpr std::array k_all{Verdict::not_applicable, Verdict::met, Verdict::unknown,
                             Verdict::missed};
  for (const Verdict verdict : k_all) {
    if (to_string(verdict) == text) return verdict;
  }
  return std::nullopt;
}

Verdict merge(std::span<const Verdict> verdicts) {
  const auto worst = std::max_element(verdicts.begin(), verdicts.end());
  if (worst == verdicts.end() || *worst == Verdict::not_applicable) return Verdict::unknown;
  return *worst;
}

}  // namespace gameday
