// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <optional>

#include "drills/definition/read.hpp"
#include "drills/definition/table_reader.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

/// The text with each ${name} replaced; what is put in is not looked at again.
std::string put_into(const std::string& text, const Variables& values, const Place& place,
                     Problems& problems) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t open = text.find("${", at);
    out += text.substr(at, open - at);
    if (open == std::string::npos) break;
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos) {
      problems.add(place, "`${` without its `}`");
      return text;
    }
    const std::string name = text.substr(open + 2, close - open - 2);
    const auto value = values.find(name);
    if (value == values.end()) {
      problems.add(place, fmt::format("unknown variable {}", in_ticks("${" + name + "}")),
                   suggest(name, keys_of(values)));
    } else {
      out += value->second;
    }
    at = close + 1;
  }
  return out;
}

void walk(TomlNode& node, const Variables& values, Problems& problems) {
  if (node.type == TomlNode::Type::text && node.text.find("${") != std::string::npos) {
    node.text = put_into(node.text, values, node.place, problems);
  }
  for (TomlNode& item : node.items) walk(item, values, problems);
  for (TomlMember& member : node.members) walk(member.value, values, problems);
}

TomlMember* find_lab(TomlNode& root) {
  for (TomlMember& member : root.members) {
    if (member.key == "lab" && member.value.type == TomlNode::Type::text) return &member;
  }
  return nullptr;
}

}  // namespace

void put_variables(TomlNode& root, const Variables& variables, Problems& problems) {
  Variables values = variables;
  const auto chosen = values.find("lab_name");
  TomlMember* lab = find_lab(root);
  if (chosen != values.end() && lab == nullptr) {
    problems.add({}, "a lab was asked for, but this inventory names none");
  } else if (chosen != values.end()) {
    lab->value.text = chosen->second;
  }
  const auto labs = values.find("labs");
  if (lab != nullptr && labs != values.end() && is_name(lab->value.text)) {
    values["lab"] = labs->second + "/" + lab->value.text;
  }
  walk(root, values, problems);
}

void put_lab(TomlNode& root, const Variables& variables, const Inventory& inventory,
             Problems& problems) {
  Variables values;
  const auto labs = variables.find("labs");
  if (inventory.lab && labs != variables.end()) values["lab"] = labs->second + "/" + *inventory.lab;
  walk(root, values, problems);
}

}  // namespace gameday
