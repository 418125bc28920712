// SPDX-License-Identifier: Apache-2.0
#include "drills/record/journal_records.hpp"

#include <time.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "base/units.hpp"
#include "drills/record/sealed_line.hpp"

namespace gameday {
namespace {

std::int64_t boottime_ns() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

JournalHead head_of(const Json& record) {
  JournalHead head;
  head.run_id = record.at("run").get<std::string>();
  head.boot_id = record.at("boot_id").get<std::string>();
  head.pid = record.at("pid").get<std::int64_t>();
  head.start_time = record.at("start_time").get<std::uint64_t>();
  head.started_at = record.at("started_at").get<std::string>();
  if (const auto& lab = record.at("lab"); lab.is_string()) head.lab = lab.get<std::string>();
  head.lab_identity = record.at("lab_identity").get<std::string>();
  return head;
}

/// The entry that a change record speaks of: a new one where it brings an unknown change along.
JournalEntry* entry_for(JournalContent& content, const Json& record) {
  const auto id = record.at("id").get<std::string>();
  std::optional<Change> change;
  if (const auto given = record.find("change"); given != record.end()) {
    auto read = change_from_json(*given);
    if (!read || read->id != id) return nullptr;
    change = std::move(*read);
  }
  for (JournalEntry& entry : content.entries) {
    if (entry.change.id != id) continue;
    if (change) entry.change = std::move(*change);
    return &entry;
  }
  if (!change) return nullptr;
  content.entries.emplace_back().change = std::move(*change);
  return &content.entries.back();
}

bool fold_change(JournalContent& content, const Json& record) {
  const auto state = parse_change_state(record.at("state").get<std::string>());
  const auto at = record.at("at").get<std::int64_t>();
  const auto wall = record.at("wall").get<std::string>();
  const auto error = record.value("error", std::string{});
  if (!state) return false;
  JournalEntry* entry = entry_for(content, record);
  if (entry == nullptr) return false;
  entry->state = *state;
  entry->since = wall;
  entry->error = error;
  if (*state == ChangeState::intended) {
    entry->intended_at = at;
    entry->applied_at = 0;
  }
  if (*state == ChangeState::applied) entry->applied_at = at;
  return true;
}

bool fold_fence(JournalContent& content, const Json& record) {
  auto fence = change_from_json(record.at("change"));
  if (!fence) return false;
  content.fence = std::move(*fence);
  return true;
}

/// What a command said may be anything; the record of why must not fail because of it.
std::string printable(std::string_view text) {
  constexpr std::size_t k_longest = 4000;
  const Json whole = text.substr(0, k_longest);
  return Json::parse(whole.dump(-1, ' ', false, Json::error_handler_t::replace));
}

/// Each branch reads all that it needs before it changes anything.
bool fold_named(JournalContent& content, const std::string& name, const Json& record) {
  if (name == "head") {
    content.head = head_of(record);
  } else if (name == "change") {
    return fold_change(content, record);
  } else if (name == "fence") {
    return fold_fence(content, record);
  } else if (name == "point_of_no_return") {
    content.point_of_no_return_step = record.at("step").get<std::string>();
    content.point_of_no_return_since = record.at("wall").get<std::string>();
    content.point_of_no_return = true;
  } else if (name == "fenced") {
    content.fenced = true;
  } else if (name == "closed") {
    content.closed = true;
  } else {
    return false;
  }
  return true;
}

}  // namespace

Json head_record(const JournalHead& head) {
  Json record{{"record", "head"},
              {"run", head.run_id},
              {"boot_id", head.boot_id},
              {"pid", head.pid},
              {"start_time", head.start_time},
              {"started_at", head.started_at},
              {"lab", nullptr},
              {"lab_identity", head.lab_identity}};
  if (head.lab) record["lab"] = *head.lab;
  return record;
}

Json change_record(const Change& change, ChangeState state, std::string_view error,
                   const JournalEntry* known) {
  Json record{{"record", "change"}, {"id", change.id}, {"state", to_string(state)}};
  if (!error.empty()) record["error"] = printable(error);
  if (known == nullptr || !(known->change == change)) record["change"] = to_json(change);
  return record;
}

Json fence_record(const Change& fence) {
  return Json{{"record", "fence"}, {"change", to_json(fence)}};
}

Json plain_record(std::string_view name) { return Json{{"record", name}}; }

Json point_of_no_return_record(std::string_view step) {
  return Json{{"record", "point_of_no_return"}, {"step", step}};
}

void stamp(Json& record) {
  record["at"] = boottime_ns();
  record["wall"] = format_utc(std::chrono::system_clock::now(), 3);
}

bool fold(JournalContent& content, const Json& record) {
  try {
    return fold_named(content, record.at("record").get<std::string>(), record);
  } catch (const Json::exception&) {
    return false;
  }
}

ReadBack read_back(std::string_view text) {
  ReadBack result;
  while (result.good_bytes < text.size()) {
    const std::string_view rest = text.substr(result.good_bytes);
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) break;
    const auto record = unseal(rest.substr(0, end), result.next_sequence);
    const bool is_head = record && record->value("record", Json{}) == "head";
    if (!record || is_head != (result.next_sequence == 0)) break;
    if (!fold(result.content, *record)) break;
    result.good_bytes += end + 1;
    ++result.next_sequence;
  }
  result.content.torn = result.good_bytes < text.size();
  return result;
}

}  // namespace gameday
