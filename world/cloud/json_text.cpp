// SPDX-License-Identifier: Apache-2.0
#include "world/cloud/json_text.hpp"

#include <algorithm>

namespace gameday {
namespace {

constexpr std::string_view k_blank = " \t\r\n";

std::size_t skip_blank(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(k_blank, at), text.size());
}

/// `at` is its opening quote; gives what comes after its closing one.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return std::min(at + 1, text.size());
}

std::size_t skip_value(std::string_view text, std::size_t at) {
  std::size_t depth = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '"') {
      at = skip_string(text, at);
    } else if (c == '{' || c == '[') {
      ++depth, ++at;
      continue;
    } else if (c == '}' || c == ']') {
      --depth, ++at;
    } else {
      at = std::min(text.find_first_of(depth > 0 ? "\"{}[]" : ",}] \t\r\n", at), text.size());
    }
    if (depth == 0) break;
  }
  return at;
}

/// Past the comma after a value, if there is one.
std::size_t skip_comma(std::string_view text, std::size_t at) {
  at = skip_blank(text, at);
  return at < text.size() && text[at] == ',' ? at + 1 : at;
}

}  // namespace

std::optional<TextSpan> find_member(std::string_view object, std::string_view name) {
  std::optional<TextSpan> found;
  std::size_t at = std::min(object.find('{'), object.size());
  for (at = skip_blank(object, at + 1); at < object.size() && object[at] == '"';) {
    const std::size_t end = skip_string(object, at);
    const TextSpan key{at + 1, end - 1};
    const std::size_t value = skip_blank(object, skip_blank(object, end) + 1);
    const TextSpan span{value, skip_value(object, value)};
    if (key.of(object) == name) found = span;
    at = skip_blank(object, skip_comma(object, span.end));
  }
  return found;
}

std::vector<TextSpan> find_elements(std::string_view text, TextSpan list) {
  std::vector<TextSpan> elements;
  const std::size_t last = list.end - 1;
  for (std::size_t at = skip_blank(text, list.begin + 1); at < last;) {
    elements.push_back({at, skip_value(text, at)});
    at = skip_blank(text, skip_comma(text, elements.back().end));
  }
  return elements;
}

}  // namespace gameday
