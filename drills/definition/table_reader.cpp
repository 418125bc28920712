// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/table_reader.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "drills/definition/text.hpp"

namespace gameday {
namespace {

constexpr std::size_t k_name_cap = 64;

}  // namespace

std::string wrong_type(std::string_view key, std::string_view wanted, const TomlNode& value) {
  return fmt::format("{} must be {}, not {}", in_ticks(key), wanted, type_name(value.type));
}

bool is_name(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  return !text.empty() && text.size() <= k_name_cap && text[0] != '.' && text[0] != '-' &&
         std::ranges::all_of(text, fits);
}

const TomlNode* TableReader::value(std::string_view key, Need need) {
  m_asked.push_back(key);
  const TomlMember* member = m_table.find(key);
  if (member != nullptr) return &member->value;
  if (need == Need::required) {
    m_problems.add(m_table.place, fmt::format("missing key {} in {}", in_ticks(key), m_what));
  }
  return nullptr;
}

const TomlNode* TableReader::typed(std::string_view key, TomlNode::Type type,
                                   std::string_view wanted, Need need) {
  const TomlNode* found = value(key, need);
  if (found == nullptr || found->type == type) return found;
  m_problems.add(found->place, wrong_type(key, wanted, *found));
  return nullptr;
}

bool TableReader::text(std::string_view key, std::string& into, Need need) {
  const TomlNode* found = typed(key, TomlNode::Type::text, "a text", need);
  if (found == nullptr) return false;
  if (found->text.empty()) {
    m_problems.add(found->place, fmt::format("{} is empty", in_ticks(key)));
    return false;
  }
  into = found->text;
  return true;
}

bool TableReader::name(std::string_view key, std::string& into, Need need) {
  std::string text_value;
  if (!text(key, text_value, need)) return false;
  if (!is_name(text_value)) {
    m_problems.add(place_of(m_table, {key}),
                   fmt::format("{} is no name: {}", in_ticks(key), in_ticks(text_value)),
                   "letters, digits, '_', '-' and '.', at most 64");
    return false;
  }
  into = std::move(text_value);
  return true;
}

bool TableReader::word(std::string_view key, std::string& into,
                       std::span<const std::string_view> permitted, Need need) {
  std::string text_value;
  if (!text(key, text_value, need)) return false;
  if (std::ranges::find(permitted, text_value) == permitted.end()) {
    m_problems.add(place_of(m_table, {key}),
                   fmt::format("unknown {} {}", key, in_ticks(text_value)),
                   suggest(text_value, permitted));
    return false;
  }
  into = std::move(text_value);
  return true;
}

const TomlNode* TableReader::table(std::string_view key, Need need) {
  return typed(key, TomlNode::Type::table, "a table", need);
}

void TableReader::tables(std::string_view key,
                         const std::function<void(const TomlNode&, std::size_t)>& each) {
  const TomlNode* found = value(key);
  if (found == nullptr) return;
  if (!found->is_table_list()) {
    m_problems.add(
        place_of(m_table, {key}),
        fmt::format("{} must be a list of tables, not {}", in_ticks(key), type_name(found->type)),
        fmt::format("write [[{}]]", key));
    return;
  }
  for (std::size_t i = 0; i < found->items.size(); ++i) each(found->items[i], i);
}

void TableReader::named_tables(std::string_view key,
                               const std::function<void(const std::string&, const TomlNode&)>& each,
                               bool (*fits)(std::string_view)) {
  const TomlNode* found = table(key);
  if (found == nullptr) return;
  for (const TomlMember& member : found->members) {
    if (member.value.type != TomlNode::Type::table) {
      m_problems.add(member.value.place, wrong_type(member.key, "a table", member.value),
                     fmt::format("write [{}.<name>]", key));
    } else if (!fits(member.key)) {
      m_problems.add(member.place,
                     fmt::format("{} is no name for a {}", in_ticks(member.key), key));
    } else {
      each(member.key, member.value);
    }
  }
}

void TableReader::finish() {
  for (const TomlMember& member : m_table.members) {
    if (std::ranges::find(m_asked, member.key) != m_asked.end()) continue;
    m_problems.add(member.place, fmt::format("unknown key {} in {}", in_ticks(member.key), m_what),
                   suggest(member.key, m_asked));
  }
}

}  // namespace gameday
