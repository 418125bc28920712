// SPDX-License-Identifier: Apache-2.0
// The only file that knows toml++. Its nodes lose their positions when they are copied, so the tree
// is walked by reference once and turned into nodes of our own.
#include <toml++/toml.h>

#include <algorithm>
#include <sstream>

#include "drills/definition/document.hpp"
#include "drills/definition/guard.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

Place to_place(const toml::source_region& region) {
  const auto begin = region.begin;
  const bool one_line = region.end.line == begin.line && region.end.column > begin.column;
  return {.line = static_cast<int>(begin.line),
          .column = static_cast<int>(begin.column),
          .length = one_line ? static_cast<int>(region.end.column - begin.column) : 1};
}

template <class Date>
std::string to_text(const Date& date) {
  std::ostringstream out;
  out << date;
  return out.str();
}

TomlNode to_node(const toml::node& from);

void add_members(const toml::table& from, TomlNode& into) {
  for (auto&& [key, value] : from) {
    into.members.push_back(
        {.key = std::string{key.str()}, .place = to_place(key.source()), .value = to_node(value)});
  }
  std::ranges::stable_sort(into.members, {}, [](const TomlMember& member) {
    return std::pair{member.place.line, member.place.column};
  });
}

/// The depth is bounded: guard.cpp has refused what is deeper.
TomlNode to_node(const toml::node& from) {
  TomlNode node;
  node.place = to_place(from.source());
  from.visit([&](const auto& value) {
    using Value = std::decay_t<decltype(value)>;
    if constexpr (std::is_same_v<Value, toml::table>) {
      add_members(value, node);
    } else if constexpr (std::is_same_v<Value, toml::array>) {
      node.type = TomlNode::Type::list;
      for (const toml::node& item : value) node.items.push_back(to_node(item));
    } else if constexpr (std::is_same_v<Value, toml::value<std::string>>) {
      node.type = TomlNode::Type::text;
      node.text = value.get();
    } else if constexpr (std::is_same_v<Value, toml::value<std::int64_t>>) {
      node.type = TomlNode::Type::integer;
      node.integer = value.get();
      node.number = static_cast<double>(node.integer);
    } else if constexpr (std::is_same_v<Value, toml::value<double>>) {
      node.type = TomlNode::Type::number;
      node.number = value.get();
    } else if constexpr (std::is_same_v<Value, toml::value<bool>>) {
      node.type = TomlNode::Type::boolean;
      node.boolean = value.get();
    } else {
      node.type = TomlNode::Type::date;
      node.text = to_text(value.get());
    }
  });
  return node;
}

/// A bare 20ms is the slip that is made most.
std::string hint_for(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return {};
  const std::string_view value = line.substr(std::min(line.size(), equals + 1));
  const std::size_t digit = value.find_first_not_of(" \t");
  if (digit == std::string_view::npos || value[digit] < '0' || value[digit] > '9') return {};
  const std::size_t unit = value.find_first_not_of("0123456789.", digit);
  if (unit == std::string_view::npos || value.find_first_of("numshd", unit) != unit) return {};
  return "a duration is a text: \"" +
         printable(value.substr(digit, value.find_first_of(" \t#,}", unit) - digit)) + "\"";
}

Diagnostic to_problem(const SourceFile& source, const toml::parse_error& error) {
  const Place place = to_place(error.source());
  return {.file = source.path,
          .line = std::max(place.line, 1),
          .column = std::max(place.column, 1),
          .length = place.length,
          .message = "not valid TOML: " + printable(error.description()),
          .hint = hint_for(line_of(source.text, place.line))};
}

}  // namespace

ParsedToml parse_document(const SourceFile& source) {
  ParsedToml parsed;
  if (auto refusal = guard_text(source)) {
    parsed.problem = std::move(*refusal);
    return parsed;
  }
  try {
    const toml::table table = toml::parse(std::string_view{source.text});
    parsed.root = to_node(table);
  } catch (const toml::parse_error& error) {
    parsed.problem = to_problem(source, error);
    return parsed;
  }
  auto too_long = guard_tree(source.path, parsed.root);
  parsed.ok = !too_long;
  if (too_long) parsed.problem = std::move(*too_long);
  return parsed;
}

}  // namespace gameday
