// SPDX-License-Identifier: Apache-2.0
#include "injectors/mechanisms/iptables_rules.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace gameday::iptables {
namespace {

constexpr std::string_view k_chain_line = ":GAMEDAY-";

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    lines.push_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(lines.back().size() + 1, text.size()));
  }
  return lines;
}

/// At most `most` words of a line, from its begin.
std::vector<std::string_view> words_of(std::string_view line, std::size_t most) {
  std::vector<std::string_view> words;
  while (words.size() < most) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    if (line.empty()) break;
    words.push_back(line.substr(0, line.find(' ')));
    line.remove_prefix(words.back().size());
  }
  return words;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The tag that a chain of ours bears; nothing where it bears none that would give it its name.
std::optional<CutTag> tag_in(const std::vector<std::string_view>& lines, std::string_view chain) {
  const std::string begin = fmt::format("-A {} ", chain);
  for (const std::string_view line : lines) {
    if (!line.starts_with(begin)) continue;
    const auto tag = find_tag(line);
    if (tag && chain_of(*tag) == chain) return tag;
  }
  return std::nullopt;
}

}  // namespace

std::string chain_of(const CutTag& tag) {
  return fmt::format("GAMEDAY-{}-{}", tag.run_id, mark_of(tag.fault));
}

std::string comment_of(const CutTag& tag) {
  return fmt::format("-m comment --comment \"{}\"", to_string(tag));
}

std::string jump_rule(const CutTag& tag) {
  return fmt::format("{} -j {}", comment_of(tag), chain_of(tag));
}

std::vector<SavedCut> read_saved(std::string_view output) {
  const auto lines = lines_of(output);
  std::vector<SavedCut> cuts;
  for (const std::string_view line : lines) {
    if (!line.starts_with(k_chain_line)) continue;
    const std::string_view name = line.substr(1, line.find(' ') - 1);
    const auto tag = tag_in(lines, name);
    if (!tag) continue;
    SavedCut cut{*tag, {}, std::ranges::count(lines, "-A FORWARD " + jump_rule(*tag)) > 0};
    for (const std::string_view other : lines) {
      if (!other.starts_with(line.substr(0, name.size() + 1))) continue;
      cut.chains.emplace_back(other.substr(1, other.find(' ') - 1));
    }
    cuts.push_back(std::move(cut));
  }
  return cuts;
}

std::vector<DropCounter> read_chain_counter(std::string_view output) {
  const auto head = words_of(output, 2);
  if (head.size() < 2 || head[0] != "Chain") return {};
  const std::string_view way = head[1].substr(head[1].rfind('-') + 1);
  DropCounter sum;
  for (const std::string_view line : lines_of(output)) {
    const auto words = words_of(line, 3);
    const auto packets = words.size() == 3 ? number(words[0]) : std::nullopt;
    const auto bytes = words.size() == 3 ? number(words[1]) : std::nullopt;
    if (!packets || !bytes) continue;
    sum.packets += *packets;
    sum.bytes += *bytes;
    sum.rule = fmt::format("{}_{}", way, line.find("::/0") != line.npos ? "v6" : "v4");
  }
  if (sum.rule.empty()) return {};
  return {sum};
}

}  // namespace gameday::iptables
