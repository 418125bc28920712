// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gameday {

/// Reads a line as a POSIX shell would, of which it knows no more than quote_posix needs: words
/// between blanks, made of pieces in single quotes and of backslashes with one character. Nothing
/// where the line holds anything else, which a shell could take for more than a word.
inline std::optional<std::vector<std::string>> unquote_posix(std::string_view line) {
  std::vector<std::string> words;
  bool in_word = false;
  while (!line.empty()) {
    const char c = line.front();
    line.remove_prefix(1);
    if (c == ' ') {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (c == '\\' && !line.empty() && line.front() != '\n') {
      words.back() += line.front();
      line.remove_prefix(1);
    } else if (c == '\'' && line.find('\'') != line.npos) {
      words.back() += line.substr(0, line.find('\''));
      line.remove_prefix(line.find('\'') + 1);
    } else {
      return std::nullopt;
    }
  }
  return words;
}

}  // namespace gameday
