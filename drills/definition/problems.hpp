// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "drills/definition/diagnostic.hpp"
#include "drills/definition/document.hpp"

namespace gameday {

/// The problems of one file, collected so that all are told at once.
class Problems {
 public:
  Problems(std::string file, std::vector<Diagnostic>& all) : m_file{std::move(file)}, m_all{all} {}

  /// Notes a problem. From k_most_problems on they are only counted as one: "more problems".
  void add(const Place& place, std::string message, std::string hint = {});
  /// The same for a line that may hold a secret: the line itself is not shown.
  void add_hidden(const Place& place, std::string message, std::string hint);

  [[nodiscard]] bool none() const { return m_count == 0; }
  [[nodiscard]] const std::string& file() const { return m_file; }

  static constexpr int k_most_problems = 200;

 private:
  std::string m_file;
  std::vector<Diagnostic>& m_all;
  int m_count = 0;
};

/// "did you mean `every`?" where one is near, else "known here: a, b, c"; empty without candidates.
[[nodiscard]] std::string suggest(std::string_view word,
                                  std::span<const std::string_view> candidates);

/// The keys of a map as candidates.
template <class Map>
[[nodiscard]] std::vector<std::string_view> keys_of(const Map& map) {
  std::vector<std::string_view> keys;
  for (const auto& [key, value] : map) keys.push_back(key);
  return keys;
}

}  // namespace gameday
