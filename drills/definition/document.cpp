// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/document.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace gameday {

const TomlMember* TomlNode::find(std::string_view key) const {
  const auto found = std::ranges::find(members, key, &TomlMember::key);
  return found == members.end() ? nullptr : &*found;
}

bool TomlNode::is_table_list() const {
  return type == Type::list &&
         std::ranges::all_of(items, [](const TomlNode& item) { return item.type == Type::table; });
}

Place place_of(const TomlNode& root, TomlPath path) {
  const TomlNode* at = &root;
  for (const PathStep& step : path) {
    if (!step.key.empty()) {
      const TomlMember* member = at->find(step.key);
      if (member == nullptr) break;
      at = &member->value;
    } else {
      if (step.index >= at->items.size()) break;
      at = &at->items[step.index];
    }
  }
  return at == &root ? Place{} : at->place;
}

std::string_view type_name(TomlNode::Type type) {
  switch (type) {
    case TomlNode::Type::table: return "a table";
    case TomlNode::Type::list: return "a list";
    case TomlNode::Type::text: return "a text";
    case TomlNode::Type::integer: return "an integer";
    case TomlNode::Type::number: return "a number";
    case TomlNode::Type::boolean: return "true or false";
    case TomlNode::Type::date: return "a date or time";
  }
  return "something else";
}

Json to_json(const TomlNode& node) {
  Json json;
  switch (node.type) {
    case TomlNode::Type::table:
      json = Json::object();
      for (const TomlMember& member : node.members) json[member.key] = to_json(member.value);
      return json;
    case TomlNode::Type::list:
      json = Json::array();
      for (const TomlNode& item : node.items) json.push_back(to_json(item));
      return json;
    case TomlNode::Type::integer: return node.integer;
    case TomlNode::Type::number: return node.number;
    case TomlNode::Type::boolean: return node.boolean;
    case TomlNode::Type::text:
    case TomlNode::Type::date: return node.text;
  }
  return json;
}

}  // namespace gameday
