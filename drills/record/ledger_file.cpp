// SPDX-License-Identifier: Apache-2.0
#include "drills/record/ledger_file.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "drills/record/sealed_line.hpp"

namespace gameday {

std::filesystem::path ledger_file_name(const events::LedgerRead& about) {
  std::string ledger = about.ledger;
  for (char& c : ledger) {
    if (c == '/' || c == '\0') c = '_';
  }
  return std::filesystem::path{"ledgers"} /
         fmt::format("{}.{}.json", ledger, to_string(about.reading));
}

std::string ledger_file_text(const LedgerReading& reading) {
  Json json = to_json(Event{{}, reading.about});
  json.erase("t");
  json["ids"] = reading.ids;
  const std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return seal_members(std::string_view{text}.substr(1, text.size() - 2), 0);
}

std::optional<LedgerReading> ledger_from_text(std::string_view text) {
  if (!text.ends_with('\n')) return std::nullopt;
  text.remove_suffix(1);
  std::optional<Json> json = unseal(text, 0);
  if (!json) return std::nullopt;
  (*json)["t"] = 0;
  Result<Event> event = event_from_json(*json);
  if (!event || !std::holds_alternative<events::LedgerRead>(event->body)) return std::nullopt;
  LedgerReading reading{std::get<events::LedgerRead>(std::move(event->body)), {}};
  const auto ids = json->find("ids");
  if (ids == json->end() || !ids->is_array()) return std::nullopt;
  for (const Json& id : *ids) {
    if (!id.is_number_integer()) return std::nullopt;
    reading.ids.push_back(id.get<std::int64_t>());
  }
  return reading;
}

}  // namespace gameday
