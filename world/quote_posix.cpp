// SPDX-License-Identifier: Apache-2.0
#include "world/quote_posix.hpp"

namespace gameday {

std::string quote_posix(std::string_view word) {
  std::string quoted{"'"};
  for (const char c : word) {
    if (c == '\'') {
      quoted += R"('\'')";
    } else {
      quoted += c;
    }
  }
  return quoted + "'";
}

Result<std::string> quote_posix(const std::vector<std::string>& words) {
  if (words.empty()) return fail(ErrorKind::bad_input, "quote a command", "", "it has no words");
  std::string line;
  for (const std::string& word : words) {
    if (word.find('\0') != std::string::npos) {
      return fail(ErrorKind::bad_input, "quote a command", "", "a word of it holds a NUL");
    }
    line += (line.empty() ? "" : " ") + quote_posix(word);
  }
  return line;
}

}  // namespace gameday
