// SPDX-License-Identifier: Apache-2.0
#include "runbooks/traffic/records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/network.hpp"

namespace gameday {
namespace {

constexpr std::array<std::string_view, 3> k_types{"A", "AAAA", "CNAME"};
constexpr std::string_view k_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.*";

tl::unexpected<Error> cannot_shift(const TrafficManager& manager, std::string why,
                                   std::string next = {}) {
  return fail(ErrorKind::bad_input, "shift the traffic", manager.name, std::move(why),
              std::move(next));
}

std::string plain(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  std::string text{name};
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

bool is_domain(std::string_view name) {
  return !name.empty() && name.size() < 254 && name.find_first_not_of(k_letters) == name.npos &&
         name.find("..") == name.npos && !name.starts_with('.');
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find_first_of(", "), text.size());
    if (size > 0) words.emplace_back(text.substr(0, size));
    text.remove_prefix(std::min(size + 1, text.size()));
  }
  return words;
}

/// As servers print it; empty where it is nothing that a record of this type can hold.
std::string value_of(const std::string& type, const std::string& text) {
  if (type == "CNAME") return is_domain(text) ? plain(text) : std::string{};
  const auto network = parse_network(text);
  if (!network || text.find('/') != std::string::npos) return {};
  return network->v6 == (type == "AAAA") ? to_string(*network) : std::string{};
}

}  // namespace

Result<RecordShift> read_record_shift(const TrafficManager& manager, const TrafficSlot& slot,
                                      const ShiftSpec& spec) {
  const std::size_t slash = std::min(slot.name.find('/'), slot.name.size());
  RecordShift shift{plain(slot.name.substr(0, slash)), "A", {}};
  if (slash < slot.name.size()) shift.type = slot.name.substr(slash + 1);
  if (!is_domain(shift.name) || std::ranges::find(k_types, shift.type) == k_types.end()) {
    return cannot_shift(manager, fmt::format("\"{}\" is no record", slot.name),
                        "for instance \"shop.example.com\", or \"shop.example.com/AAAA\"");
  }
  const auto found = slot.by_region.find(spec.to);
  if (found == slot.by_region.end()) {
    return cannot_shift(manager, fmt::format("{} has no value for \"{}\"", slot.name, spec.to),
                        "add it to the slot in the inventory");
  }
  for (const std::string& word : words_of(found->second)) {
    shift.values.push_back(value_of(shift.type, word));
    if (!shift.values.back().empty()) continue;
    return cannot_shift(manager, fmt::format("\"{}\" is nothing that a record {} of {} can hold",
                                             word, shift.type, shift.name));
  }
  std::ranges::sort(shift.values);
  if (!shift.values.empty()) return shift;
  return cannot_shift(manager, fmt::format("{} has no value for \"{}\"", slot.name, spec.to));
}

Change record_change(const TrafficManager& manager, const ShiftSpec& spec, const TrafficSlot& slot,
                     const RecordShift& shift) {
  Change change;
  change.id = fmt::format("step.{}.{}", spec.step, slot.name);
  change.summary = fmt::format("point {} {} of {} to {} ({})", shift.name, shift.type, manager.name,
                               fmt::join(shift.values, ", "), spec.to);
  change.on_death = Fate::hold;
  change.on_abort = Fate::hold;
  return change;
}

Result<std::vector<Change>> shift_records(const TrafficManager& manager, const ShiftSpec& spec,
                                          Change (*make)(const TrafficManager&, const ShiftSpec&,
                                                         const TrafficSlot&, const RecordShift&)) {
  std::vector<Change> changes;
  for (const TrafficSlot& slot : manager.slots) {
    const auto shift = read_record_shift(manager, slot, spec);
    if (!shift) return tl::unexpected{shift.error()};
    changes.push_back(make(manager, spec, slot, *shift));
  }
  if (changes.empty()) return cannot_shift(manager, "it has no slots");
  return changes;
}

}  // namespace gameday
