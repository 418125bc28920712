// SPDX-License-Identifier: Apache-2.0
// What a key's name promises in every kind of probe, ledger, fault and step. A new kind that keeps
// to these names has its references checked without a word about it here.
#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/network.hpp"
#include "drills/definition/check.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

/// What is wrong with a value; empty = nothing.
struct Flaw {
  std::string message = {};
  std::string hint = {};
};

Flaw unknown(std::string_view what, std::string_view name,
             const std::vector<std::string_view>& known) {
  if (std::ranges::find(known, name) != known.end()) return {};
  return {.message = fmt::format("unknown {} {}", what, in_ticks(name)),
          .hint = suggest(name, known)};
}

Flaw region(std::string_view name, const Inventory& inventory) {
  return unknown("region", name, keys_of(inventory.regions));
}

Flaw database(std::string_view name, const Inventory& inventory) {
  return unknown("database", name, keys_of(inventory.databases));
}

Flaw manager(std::string_view name, const Inventory& inventory) {
  return unknown("traffic manager", name, keys_of(inventory.traffic));
}

Flaw host(std::string_view name, const Inventory& inventory) {
  if (inventory.find_host(name) != nullptr) return {};
  std::vector<std::string> roles;
  for (const auto& [key, each] : inventory.hosts) {
    if (!each.region.empty() && !each.role.empty()) roles.push_back(each.region + "." + each.role);
  }
  std::vector<std::string_view> known(roles.begin(), roles.end());
  for (const auto& [key, each] : inventory.hosts) known.push_back(key);
  return unknown("host", name, known);
}

/// One side of a link.
Flaw side(std::string_view name, const Inventory& inventory) {
  return inventory.find_host(name) != nullptr ? Flaw{} : region(name, inventory);
}

Flaw target(std::string_view text, const Inventory& inventory) {
  if (text.find(':') != std::string_view::npos) {
    if (parse_endpoint(text)) return {};
    return {.message = fmt::format("{} is no address with a port", in_ticks(text)),
            .hint = "for instance \"10.77.1.10:5432\" or \"region-b.db\""};
  }
  const Host* found = inventory.find_host(text);
  if (found == nullptr) return host(text, inventory);
  if (!found->address.empty() && found->port != 0) return {};
  return {.message =
              fmt::format("the host {} has no address and port in the inventory", in_ticks(text))};
}

Flaw url(std::string_view text, const Inventory&) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    const bool has_host = text.size() > scheme.size() && text[scheme.size()] != '/';
    if (text.starts_with(scheme) && has_host && text.find_first_of(" \t\n") == text.npos) return {};
  }
  return {.message = fmt::format("{} is no URL", in_ticks(text)),
          .hint = "for instance \"http://shop.lab/healthz\""};
}

struct Promise {
  std::string_view key;
  Flaw (*check)(std::string_view value, const Inventory& inventory);
};

constexpr std::array k_promises{
    Promise{"region", region},   Promise{"to", side},       Promise{"from", side},
    Promise{"on", host},         Promise{"host", host},     Promise{"database", database},
    Promise{"manager", manager}, Promise{"target", target}, Promise{"url", url},
};

}  // namespace

void check_references(const TomlNode& table, const Inventory& inventory, Problems& problems) {
  for (const Promise& promise : k_promises) {
    const TomlMember* member = table.find(promise.key);
    if (member == nullptr || member->value.type != TomlNode::Type::text) continue;
    if (member->value.text.empty()) continue;
    Flaw flaw = promise.check(member->value.text, inventory);
    if (flaw.message.empty()) continue;
    problems.add(member->value.place, std::move(flaw.message), std::move(flaw.hint));
  }
}

}  // namespace gameday
