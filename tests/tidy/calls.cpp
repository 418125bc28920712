// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "tests/tidy/rules.hpp"

namespace gameday::tidy {
namespace {

/// A name followed by an opening parenthesis, not as a member of something.
void find_calls(const Source& source, std::string_view name, Findings& findings) {
  const std::string_view code = source.code;
  for (std::size_t at = code.find(name); at != code.npos; at = code.find(name, at + 1)) {
    const std::string_view rest = trimmed(code.substr(at + name.size(), 80));
    const bool member = at > 0 && (code[at - 1] == '.' || code.substr(0, at).ends_with("->"));
    if (!is_word_at(code, at, name) || member || !rest.starts_with('(')) continue;
    findings.push_back({source.path, line_at(code, at), fmt::format("{}() is called", name)});
  }
}

/// The text without any blanks, so that a list of arguments is found however it is laid out.
std::string squeezed(std::string_view line) {
  std::string result;
  for (const char c : line) {
    if (c != ' ' && c != '\t') result += c;
  }
  return result;
}

/// In a test such words may be hostile input; there only a whole argument counts.
std::vector<std::string_view> forbidden_words(const Source& source) {
  std::vector<std::string_view> words{
      R"("sh","-c")",       R"("/bin/sh")",      R"("bash")",           R"("/bin/bash")",
      R"("iptables","-F")", R"("flushruleset")", R"("flush","ruleset")"};
  if (!source.is_test()) words.insert(words.end(), {"flushruleset", "iptables-F"});
  return words;
}

void find_words(const Source& source, Findings& findings) {
  const auto words = forbidden_words(source);
  const auto lines = lines_of(source.spoken);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string line = squeezed(lines[i]);
    for (const std::string_view word : words) {
      if (line.find(word) == std::string::npos) continue;
      findings.push_back({source.path, i + 1, fmt::format("{} stands here", word)});
      break;
    }
  }
}

}  // namespace

Findings check_calls(const Source& source) {
  // The rules' own tests hold what the rules forbid.
  if (!source.is_cpp() || source.is_under("tests/tidy/")) return {};
  Findings findings;
  find_calls(source, "system", findings);
  find_calls(source, "popen", findings);
  // Support code is where a wait for a condition pauses between two looks.
  if (source.is_test() && source.path.find("/support/") == std::string::npos) {
    for (const std::string_view name : {"sleep_for", "sleep_until", "sleep", "usleep"}) {
      find_calls(source, name, findings);
    }
  }
  find_words(source, findings);
  return findings;
}

}  // namespace gameday::tidy
