// SPDX-License-Identifier: Apache-2.0
#include "base/catalog.hpp"

#include <algorithm>
#include <numeric>

namespace gameday {
namespace {

/// Up to this many slips of the finger are still taken for the word that was meant.
constexpr std::size_t k_most_slips = 3;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Levenshtein's distance, letters compared without their case, and two neighbours that changed
/// places one slip (optimal string alignment); three rows of the table at a time.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  const auto same = [&](std::size_t i, std::size_t j) { return lower(a[i]) == lower(b[j]); };
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t i = 0; i < a.size(); ++i) {
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({above[j] + (same(i, j) ? 0 : 1), row[j] + 1, above[j + 1] + 1});
      const bool swapped = i > 0 && j > 0 && same(i, j - 1) && same(i - 1, j);
      if (swapped) row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
    }
    std::swap(before, above);
    std::swap(above, row);
  }
  return above[b.size()];
}

/// A third of the word may be wrong, but one letter always.
std::size_t tolerance(std::size_t length) {
  return std::clamp<std::size_t>(length / 3, 1, k_most_slips);
}

}  // namespace

std::optional<std::string> nearest(std::string_view word,
                                   std::span<const std::string_view> candidates) {
  std::optional<std::string> found;
  std::size_t best = tolerance(word.size()) + 1;
  for (const std::string_view candidate : candidates) {
    const std::size_t shorter = std::min(word.size(), candidate.size());
    const std::size_t longer = std::max(word.size(), candidate.size());
    if (longer - shorter >= best || candidate.empty()) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= best || distance >= longer) continue;
    best = distance;
    found = std::string{candidate};
  }
  return found;
}

}  // namespace gameday
