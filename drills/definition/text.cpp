// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/text.hpp"

#include <algorithm>
#include <cstdint>

namespace gameday {
namespace {

constexpr int k_quoted_cap = 60;

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

/// Length that the first byte announces, and the range its second byte must lie in (RFC 3629).
struct Lead {
  std::size_t length = 0;
  std::uint8_t low = 0x80;
  std::uint8_t high = 0xBF;
};

Lead read_lead(std::uint8_t first) {
  if (first < 0x80) return {.length = 1};
  if (first < 0xC2) return {};
  if (first < 0xE0) return {.length = 2};
  if (first == 0xE0) return {.length = 3, .low = 0xA0};
  if (first == 0xED) return {.length = 3, .high = 0x9F};
  if (first < 0xF0) return {.length = 3};
  if (first == 0xF0) return {.length = 4, .low = 0x90};
  if (first == 0xF4) return {.length = 4, .high = 0x8F};
  return first < 0xF4 ? Lead{.length = 4} : Lead{};
}

bool is_control(std::string_view character) {
  const std::uint8_t first = byte_at(character, 0);
  if (character.size() == 1) return first < 0x20 || first == 0x7F;
  return character.size() == 2 && first == 0xC2 && byte_at(character, 1) < 0xA0;
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const Lead lead = read_lead(byte_at(text, at));
  if (lead.length < 2) return lead.length;
  if (at + lead.length > text.size()) return 0;
  const std::uint8_t second = byte_at(text, at + 1);
  if (second < lead.low || second > lead.high) return 0;
  for (std::size_t i = 2; i < lead.length; ++i) {
    if ((byte_at(text, at + i) & 0xC0U) != 0x80) return 0;
  }
  return lead.length;
}

int count_code_points(std::string_view text) {
  int count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    at += std::max<std::size_t>(utf8_length(text, at), 1);
  }
  return count;
}

std::string_view line_of(std::string_view text, int number) {
  for (int line = 1; line < number; ++line) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    const std::string_view character = text.substr(at, std::max<std::size_t>(length, 1));
    if (character == "\t") {
      out += ' ';
    } else if (length == 0 || is_control(character)) {
      out += '?';
    } else {
      out += character;
    }
    at += character.size();
  }
  return out;
}

std::string in_ticks(std::string_view text) {
  const std::string clean = printable(text);
  std::size_t at = 0;
  for (int count = 0; count < k_quoted_cap && at < clean.size(); ++count) {
    at += std::max<std::size_t>(utf8_length(clean, at), 1);
  }
  return "`" + clean.substr(0, at) + (at < clean.size() ? "..." : "") + "`";
}

}  // namespace gameday
