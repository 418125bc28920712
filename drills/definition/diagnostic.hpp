// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gameday {

/// One definition file as it was read.
struct SourceFile {
  std::string path;
  std::string text;
};

/// One problem of a definition, where it stands.
struct Diagnostic {
  std::string file = {};
  int line = 0;    ///< from 1; 0 = the file as a whole
  int column = 0;  ///< from 1, in code points
  int length = 1;  ///< code points to underline
  std::string message = {};
  std::string hint = {};    ///< "did you mean `every`?"; may be empty
  bool hides_line = false;  ///< the line may hold a secret and is not shown
};

/// file:line:column: error: message, the line itself, a caret, the hint.
[[nodiscard]] std::string render(const Diagnostic& diagnostic, std::string_view source_text,
                                 bool color);

/// All of them, each under the text of the source with its file's path, and a closing count.
[[nodiscard]] std::string render_all(std::span<const Diagnostic> diagnostics,
                                     std::span<const SourceFile> sources, bool color);

/// In the order of the files given, then of the lines and columns; twins are dropped.
void put_in_order(std::vector<Diagnostic>& diagnostics, std::span<const SourceFile> sources);

}  // namespace gameday
