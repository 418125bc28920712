// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gameday {

/// One problem of a definition, where it stands.
struct Diagnostic {
  std::string file;
  int line = 0;    ///< from 1; 0 = the file as a whole
  int column = 0;  ///< from 1, in code points
  int length = 1;  ///< code points to underline
  std::string message;
  std::string hint;  ///< "did you mean `every`?"; may be empty
};

/// file:line:column: error: message, the line itself, a caret, the hint.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, std::string_view source_text,
                                 bool color);

/// All of them, in the order of the lines, and a closing count.
[[nodiscard]] std::string render_all(const std::vector<Diagnostic>& diagnostics,
                                     std::string_view source_text, bool color);

}  // namespace gameday
