// SPDX-License-Identifier: Apache-2.0
#include "drills/definition/spread_clients.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "drills/definition/text.hpp"

namespace gameday {
namespace {

TomlNode* member(TomlNode& table, std::string_view key) {
  const auto found = std::ranges::find(table.members, key, &TomlMember::key);
  return found == table.members.end() ? nullptr : &found->value;
}

bool are_classes(const TomlNode& list, Problems& problems) {
  if (list.items.empty()) {
    problems.add(list.place, "`client` names no class", "fresh, cached or pooled");
    return false;
  }
  bool right = true;
  for (auto item = list.items.begin(); item != list.items.end(); ++item) {
    const auto is_same = [&](const TomlNode& other) { return other.text == item->text; };
    if (item->type != TomlNode::Type::text) {
      problems.add(item->place, "each class of `client` must be a text");
      right = false;
    } else if (std::any_of(list.items.begin(), item, is_same)) {
      problems.add(item->place, fmt::format("the class {} is there twice", in_ticks(item->text)));
      right = false;
    }
  }
  return right;
}

/// The probe as a client of one of its classes.
TomlNode as_client(TomlNode probe, std::size_t index, bool alone) {
  TomlNode* const client = member(probe, "client");
  TomlNode word = client->items[index];
  if (TomlNode* const name = member(probe, "name"); name != nullptr && !alone) {
    name->text += "-" + word.text;
  }
  *client = std::move(word);
  return probe;
}

}  // namespace

void spread_clients(TomlNode& root, Problems& problems) {
  TomlNode* const probes = member(root, "probe");
  if (probes == nullptr || !probes->is_table_list()) return;
  std::vector<TomlNode> spread;
  for (TomlNode& probe : probes->items) {
    const TomlNode* const client = member(probe, "client");
    if (client == nullptr || client->type != TomlNode::Type::list ||
        !are_classes(*client, problems)) {
      spread.push_back(std::move(probe));
      continue;
    }
    const std::size_t classes = client->items.size();
    for (std::size_t i = 0; i < classes; ++i) spread.push_back(as_client(probe, i, classes == 1));
  }
  probes->items = std::move(spread);
}

}  // namespace gameday
