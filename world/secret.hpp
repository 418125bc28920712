// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "base/action.hpp"
#include "base/params.hpp"
#include "base/result.hpp"

namespace gameday {

/// Reads secrets at the last moment and remembers their values for as long as one action takes, so
/// that none of them gets into what is told about it. For one thread.
class Secrets {
 public:
  /// The variable's value, or the file's content without its last newline (64 KiB at most).
  /// Errors: failed; the message names the reference, never the value.
  [[nodiscard]] Result<std::string> read(const SecretRef& reference);

  /// The argument as text. Errors: as read; internal where it was left unresolved (see resolve).
  [[nodiscard]] Result<std::string> reveal(const Arg& arg);
  /// All pieces joined. Errors: as reveal.
  [[nodiscard]] Result<std::string> reveal(const Text& text);

  /// The text with every secret that was read replaced by "<secret>", also where JSON repeats it.
  [[nodiscard]] std::string hide(std::string text) const;

 private:
  std::vector<std::string> m_values;
};

}  // namespace gameday
