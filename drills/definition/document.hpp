// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "drills/definition/diagnostic.hpp"

namespace gameday {

/// Where something stands in a file: line and column from 1, in code points.
struct Place {
  int line = 1;
  int column = 1;
  int length = 1;
};

struct TomlMember;

/// One value of a TOML document with its place; unlike toml++'s nodes it may be copied.
struct TomlNode {
  enum class Type { table, list, text, integer, number, boolean, date };

  Type type = Type::table;
  Place place;
  std::string text;  ///< of a text; of a date as written in ISO form
  std::int64_t integer = 0;
  double number = 0;  ///< of a number and of an integer
  bool boolean = false;
  std::vector<TomlNode> items;      ///< of a list
  std::vector<TomlMember> members;  ///< of a table, in the order of the file

  /// The member of a table with that key, or null.
  [[nodiscard]] const TomlMember* find(std::string_view key) const;
  [[nodiscard]] bool is_table_list() const;
};

/// One key of a table, where the key stands, and its value.
struct TomlMember {
  std::string key;
  Place place;
  TomlNode value;
};

/// One step of a path into a document: a key of a table or an index of a list.
struct PathStep {
  std::string_view key;
  std::size_t index = 0;

  PathStep(std::string_view name) : key{name} {}    // NOLINT: meant to be written as a plain word
  PathStep(const char* name) : key{name} {}         // NOLINT
  PathStep(const std::string& name) : key{name} {}  // NOLINT
  PathStep(std::size_t number) : index{number} {}   // NOLINT
};
using TomlPath = std::initializer_list<PathStep>;

/// Where the value at the path stands, or the deepest part of the path that exists.
[[nodiscard]] Place place_of(const TomlNode& root, TomlPath path);

/// "an integer", "a table", ... for messages.
[[nodiscard]] std::string_view type_name(TomlNode::Type type);

/// As JSON, dates as texts.
[[nodiscard]] Json to_json(const TomlNode& node);

/// A document, or the one problem because of which there is none.
struct ParsedToml {
  bool ok = false;
  TomlNode root;
  Diagnostic problem;
};

/// Parses TOML. Refuses what is no text, too large or too deep before the parser sees it.
[[nodiscard]] ParsedToml parse_document(const SourceFile& source);

}  // namespace gameday
