// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/diagnostic.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <tuple>

#include "drills/definition/text.hpp"

namespace gameday {
namespace {

constexpr int k_window = 100;  // code points of a line that are shown
constexpr int k_before = 60;   // of them, in front of the caret where the line is longer

struct Paint {
  std::string_view loud;
  std::string_view error;
  std::string_view hint;
  std::string_view plain;
};

Paint paint(bool color) {
  if (!color) return {};
  return {.loud = "\x1b[1m", .error = "\x1b[1;31m", .hint = "\x1b[36m", .plain = "\x1b[0m"};
}

/// The part of a line around its column, and where the column lies in it (from 0).
struct Excerpt {
  std::string text;
  int caret = 0;
  int length = 1;
};

/// [from, from + count) in code points of a text that is UTF-8.
std::string cut(std::string_view text, int from, int count) {
  std::size_t begin = 0;
  for (int i = 0; i < from && begin < text.size(); ++i) begin += utf8_length(text, begin);
  std::size_t end = begin;
  for (int i = 0; i < count && end < text.size(); ++i) end += utf8_length(text, end);
  return std::string{text.substr(begin, end - begin)};
}

Excerpt excerpt(std::string_view line, int column, int length) {
  const std::string clean = printable(line);
  const int size = count_code_points(clean);
  const int at = std::clamp(column - 1, 0, size);
  const int from = size <= k_window ? 0 : std::clamp(at - k_before, 0, size - k_window);
  const int shown = std::min(size - from, k_window);
  return {.text = cut(clean, from, shown),
          .caret = at - from,
          .length = std::clamp(length, 1, std::max(1, shown - (at - from)))};
}

std::string place_of(const Diagnostic& problem) {
  if (problem.line == 0) return printable(problem.file);
  return fmt::format("{}:{}:{}", printable(problem.file), problem.line, problem.column);
}

}  // namespace

std::string render(const Diagnostic& problem, std::string_view source_text, bool color) {
  const Paint ink = paint(color);
  std::string out = fmt::format("{}{}:{} {}error:{} {}\n", ink.loud, place_of(problem), ink.plain,
                                ink.error, ink.plain, problem.message);
  if (problem.line == 0 || problem.hides_line) {
    if (!problem.hint.empty()) out += fmt::format("  {}{}{}\n", ink.hint, problem.hint, ink.plain);
    return out;
  }
  const Excerpt shown = excerpt(line_of(source_text, problem.line), problem.column, problem.length);
  out += fmt::format("{:>5} | {}\n", problem.line, shown.text);
  out += fmt::format("      | {:{}}{}{:^<{}}{}", "", shown.caret, ink.error, "", shown.length,
                     ink.plain);
  if (!problem.hint.empty()) out += fmt::format(" {}{}{}", ink.hint, problem.hint, ink.plain);
  return out + "\n";
}

std::string render_all(std::span<const Diagnostic> diagnostics, std::span<const SourceFile> sources,
                       bool color) {
  std::string out;
  for (const Diagnostic& problem : diagnostics) {
    const auto source = std::ranges::find(sources, problem.file, &SourceFile::path);
    out += render(problem, source == sources.end() ? std::string_view{} : source->text, color);
  }
  if (diagnostics.empty()) return out;
  return out +
         fmt::format("{} problem{}\n", diagnostics.size(), diagnostics.size() == 1 ? "" : "s");
}

void put_in_order(std::vector<Diagnostic>& diagnostics, std::span<const SourceFile> sources) {
  const auto rank = [&](const Diagnostic& problem) {
    const auto source = std::ranges::find(sources, problem.file, &SourceFile::path);
    return std::tuple{std::distance(sources.begin(), source), problem.line, problem.column};
  };
  std::ranges::stable_sort(diagnostics, {}, rank);
  const auto twins = std::ranges::unique(diagnostics, [](const Diagnostic& a, const Diagnostic& b) {
    return a.file == b.file && a.line == b.line && a.column == b.column && a.message == b.message;
  });
  diagnostics.erase(twins.begin(), twins.end());
}

}  // namespace gameday
