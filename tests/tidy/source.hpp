// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gameday::tidy {

/// A file as the rules look at it. The three texts have the same lines and columns.
struct Source {
  std::string path;    ///< from the root of the tree, with slashes
  std::string text;    ///< as it stands
  std::string spoken;  ///< C++ only: comments blanked out, literals kept
  std::string code;    ///< C++ only: comments, literals and preprocessor lines blanked out

  [[nodiscard]] bool is_cpp() const;
  [[nodiscard]] bool is_header() const { return path.ends_with(".hpp"); }
  [[nodiscard]] bool is_under(std::string_view folder) const { return path.starts_with(folder); }
  [[nodiscard]] bool is_test() const { return is_under("tests/"); }
};

/// Something that breaks a rule.
struct Finding {
  std::string path;
  std::size_t line = 0;  ///< from 1; 0 = the file as a whole
  std::string what;
  bool operator==(const Finding&) const = default;
};

/// Splits C++ into what is said and what is commented; other files keep their text alone.
[[nodiscard]] Source make_source(std::string path, std::string text);

/// The lines of a text, without their ends.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// The line, from 1, of an offset.
[[nodiscard]] std::size_t line_at(std::string_view text, std::size_t offset);

/// Length in code points.
[[nodiscard]] std::size_t width_of(std::string_view line);

/// Without blanks at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// Whether `name` stands at `at` as a whole word.
[[nodiscard]] bool is_word_at(std::string_view text, std::size_t at, std::string_view name);

}  // namespace gameday::tidy
