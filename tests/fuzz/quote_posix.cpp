// SPDX-License-Identifier: Apache-2.0
// Words that are quoted for a shell at the other end of ssh read back as the same words, whatever
// is in them; only a NUL is refused.
#include "world/quote_posix.hpp"
#include "tests/fuzz/must.hpp"
#include "tests/world/support/unquote_posix.hpp"

using namespace gameday;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Words end with a byte that is not otherwise special, so that every other one may be in them.
  constexpr char k_end = '\x1e';
  std::vector<std::string> words{""};
  for (const char c : fuzz::text_of(data, size)) {
    if (c == k_end) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  const bool has_nul = fuzz::text_of(data, size).find('\0') != std::string_view::npos;
  const auto line = quote_posix(words);
  fuzz::must(line.has_value() != has_nul);
  if (line) fuzz::must(unquote_posix(*line) == words);
  return 0;
}
