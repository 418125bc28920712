// SPDX-License-Identifier: Apache-2.0
#include "world/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <sstream>

namespace gameday {
namespace {

constexpr std::size_t k_cap = 1U << 20U;
constexpr std::string_view k_blanks = " \t\r\n";
constexpr std::string_view k_by = "answers file";

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(k_blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(k_blanks) - first + 1);
}

std::string lower(std::string_view text) {
  std::string lowered{text};
  std::ranges::transform(lowered, lowered.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return lowered;
}

Result<std::string> read_all(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  std::string text(k_cap + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!in.is_open() || in.bad()) {
    return fail(ErrorKind::bad_input, "read the answers", file, "it cannot be opened or read");
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() <= k_cap) return text;
  return fail(ErrorKind::bad_input, "read the answers", file, "it is longer than 1 MiB");
}

/// Puts the line's answer in; gives what is wrong with it, or nothing.
std::string take_line(std::string_view line, Answers& answers) {
  line = trim(line);
  if (line.empty() || line.starts_with('#')) return {};
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return "it has no = between the step and its answer";
  const std::string key{trim(line.substr(0, equals))};
  if (key.empty()) return "it names no step";
  auto answer = parse_answer(line.substr(equals + 1));
  if (!answer) return "the answer to " + key + " is neither yes nor no, nor skip with a reason";
  answer->by = k_by;
  if (!answers.emplace(key, std::move(*answer)).second) return key + " is answered twice";
  return {};
}

}  // namespace

std::optional<Prompt::Answer> parse_answer(std::string_view text) {
  text = trim(text);
  const std::string_view word = text.substr(0, text.find_first_of(k_blanks));
  const std::string said = lower(word);
  const std::string_view rest = trim(text.substr(word.size()));
  if (said == "skip" && !rest.empty()) {
    return Prompt::Answer{false, "", "skipped: " + std::string{rest}};
  }
  const bool yes = said == "yes" || said == "y";
  if (!yes && said != "no" && said != "n") return std::nullopt;
  return Prompt::Answer{yes, "", std::string{rest}};
}

Result<Answers> read_answers(const std::string& file) {
  const auto text = read_all(file);
  if (!text) return tl::unexpected(text.error());
  Answers answers;
  std::string problems;
  std::istringstream lines{*text};
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const std::string problem = take_line(line, answers);
    if (problem.empty()) continue;
    problems += fmt::format("{}line {}: {}", problems.empty() ? "" : "; ", number, problem);
  }
  if (problems.empty()) return answers;
  return fail(ErrorKind::bad_input, "read the answers", file, problems,
              "write each as: step = yes|no [note], or: step = skip reason");
}

Result<Prompt::Answer> AnswersPrompt::ask(std::string_view key, std::string_view,
                                          std::chrono::milliseconds) {
  if (!m_answers) return tl::unexpected(m_answers.error());
  const auto found = m_answers->find(key);
  if (found != m_answers->end()) return found->second;
  return fail(ErrorKind::failed, "get an answer", std::string{key},
              "the answers file has none for it", fmt::format("add the line: {} = yes", key));
}

}  // namespace gameday
