// SPDX-License-Identifier: Apache-2.0
#include "drills/report/xml.hpp"

#include <cstdint>

namespace gameday {
namespace {

constexpr std::string_view k_replacement = "\xEF\xBF\xBD";

unsigned byte(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

/// Bytes of the character at `at`, or 0 where it is not well-formed UTF-8.
std::size_t length_at(std::string_view text, std::size_t at) {
  const unsigned first = byte(text, at);
  const std::size_t length = first < 0x80   ? 1
                             : first < 0xC2 ? 0
                             : first < 0xE0 ? 2
                             : first < 0xF0 ? 3
                             : first < 0xF5 ? 4
                                            : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t index = 1; index < length; ++index) {
    if ((byte(text, at + index) & 0xC0U) != 0x80) return 0;
  }
  if (length < 3) return length;
  const unsigned second = byte(text, at + 1);
  const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
  const bool outside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
  return overlong || outside ? 0 : length;
}

bool is_forbidden(std::string_view character) {
  const unsigned first = byte(character, 0);
  if (character.size() == 1) return first < 0x20 && first != '\t' && first != '\n';
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

std::string_view escape_of(std::string_view character) {
  if (character == "&") return "&amp;";
  if (character == "<") return "&lt;";
  if (character == ">") return "&gt;";
  if (character == "\"") return "&quot;";
  if (character == "'") return "&#39;";
  return is_forbidden(character) ? k_replacement : character;
}

}  // namespace

std::string xml_escaped(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_at(text, at);
    if (length == 0) {
      escaped += k_replacement;
      ++at;
      continue;
    }
    escaped += escape_of(text.substr(at, length));
    at += length;
  }
  return escaped;
}

}  // namespace gameday
