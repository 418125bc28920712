// SPDX-License-Identifier: Apache-2.0
#include "runbooks/traffic/records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/network.hpp"

namespace gameday {
namespace {

constexpr std::chrono::milliseconds k_deadline{8000};
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

/// What is told to an agent about one set, without its closing brace.
class Call {
 public:
  Call(const TrafficManager& manager, const RecordShift& shift, const RecordAgent& agent)
      : m_host{manager.host}, m_agent{agent.name} {
    Json json;
    for (const auto& [key, value] : agent.brief) json[key] = value;
    json["name"] = shift.name;
    json["type"] = shift.type;
    std::string head = json.dump();
    head.pop_back();
    m_brief = {head + R"(,"secret":")", agent.secret, std::string{"\""}};
  }

  [[nodiscard]] Action look() const { return action("look", {std::string{"}"}}); }
  /// The same for both ways, so that the undo cannot drift.
  [[nodiscard]] Action set(Arg from, Arg to, Arg ttl) const {
    return action("set",
                  {std::string{R"(,"from":)"}, std::move(from), std::string{R"(,"to":)"},
                   std::move(to), std::string{R"(,"ttl":)"}, std::move(ttl), std::string{"}"}});
  }

 private:
  [[nodiscard]] Action action(const char* verb, const Text& more) const {
    Text input = m_brief;
    input.insert(input.end(), more.begin(), more.end());
    return {{m_host},
            k_deadline,
            Exec{{"@gameday", "agent", m_agent, "--", std::string{verb}}, std::move(input)}};
  }

  std::string m_host;
  std::string m_agent;
  Text m_brief;
};

}  // namespace

Result<RecordShift> read_record_choice(const TrafficManager& manager, const TrafficSlot& slot,
                                       const ShiftSpec& spec) {
  const std::size_t slash = std::min(slot.name.find('/'), slot.name.size());
  RecordShift shift{plain(slot.name.substr(0, slash)), "A", {}};
  if (slash < slot.name.size()) shift.type = slot.name.substr(slash + 1);
  if (!is_domain(shift.name) || std::ranges::find(k_types, shift.type) == k_types.end()) {
    return cannot_shift(manager, fmt::format("\"{}\" is no record", slot.name),
                        "for instance \"shop.example.com\", or \"shop.example.com/AAAA\"");
  }
  const auto found = slot.by_region.find(spec.to);
  if (found == slot.by_region.end() || found->second.empty()) {
    return cannot_shift(manager, fmt::format("{} has no value for \"{}\"", slot.name, spec.to),
                        "add it to the slot in the inventory");
  }
  shift.values = {found->second};
  return shift;
}

Result<RecordShift> read_record_shift(const TrafficManager& manager, const TrafficSlot& slot,
                                      const ShiftSpec& spec) {
  auto shift = read_record_choice(manager, slot, spec);
  if (!shift) return shift;
  const auto words = words_of(shift->values.front());
  shift->values.clear();
  for (const std::string& word : words) {
    shift->values.push_back(value_of(shift->type, word));
    if (!shift->values.back().empty()) continue;
    return cannot_shift(manager, fmt::format("\"{}\" is nothing that a record {} of {} can hold",
                                             word, shift->type, shift->name));
  }
  std::ranges::sort(shift->values);
  if (!shift->values.empty()) return shift;
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

Change agent_change(const TrafficManager& manager, const ShiftSpec& spec, const TrafficSlot& slot,
                    const RecordShift& shift, const RecordAgent& agent) {
  const Call call{manager, shift, agent};
  const std::string values = Json(shift.values).dump();
  const Arg old_values = Captured{"/json/values"};
  const Arg old_ttl = Captured{"/json/ttl"};
  Arg ttl = old_ttl;
  if (manager.params.has("ttl")) {
    const auto given = manager.params.get<Duration>("ttl");
    ttl = std::to_string(std::chrono::ceil<std::chrono::seconds>(given).count());
  }
  Change change = record_change(manager, spec, slot, shift);
  change.capture = call.look();
  change.capture_fields = {"json"};
  change.apply = call.set(old_values, values, ttl);
  change.verify = {.look = call.look(),
                   .in_force = {.status = 0, .contains = {values}},
                   .gone = {.status = 0, .contains = {old_values}}};
  change.revert = call.set(values, old_values, old_ttl);
  return change;
}

ParamSpec record_ttl_param() {
  return {.name = "ttl",
          .type = ParamType::duration,
          .help = "time to live of the new records",
          .fallback = "that of the old ones"};
}

Result<std::vector<Change>> shift_records(const TrafficManager& manager, const ShiftSpec& spec,
                                          MakeRecordChange make, ReadRecordShift read) {
  std::vector<Change> changes;
  for (const TrafficSlot& slot : manager.slots) {
    const auto shift = read(manager, slot, spec);
    if (!shift) return tl::unexpected{shift.error()};
    changes.push_back(make(manager, spec, slot, *shift));
  }
  if (changes.empty()) return cannot_shift(manager, "it has no slots");
  return changes;
}

}  // namespace gameday
