// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "base/arg_json.hpp"
#include "base/change.hpp"
#include "base/json_reader.hpp"

// The form of a change in journals and plans.
namespace gameday {
namespace {

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json{};
}

Json or_null(const std::optional<Action>& action) { return action ? to_json(*action) : Json{}; }

Json write(const Match& match) {
  Json cells = Json::array();
  for (const CellMatch& cell : match.cells) {
    cells.push_back({{"where", cell.where}, {"is", to_json(cell.is)}});
  }
  return {{"status", or_null(match.status)},
          {"contains", to_json(match.contains)},
          {"without", match.without},
          {"first_cell", or_null(match.first_cell)},
          {"cells", std::move(cells)}};
}

Json write(const Verify& verify) {
  return {{"look", to_json(verify.look)},
          {"in_force", write(verify.in_force)},
          {"gone", write(verify.gone)},
          {"inert", verify.inert ? write(*verify.inert) : Json{}}};
}

Json write(const std::vector<Action>& actions) {
  Json list = Json::array();
  for (const Action& action : actions) list.push_back(to_json(action));
  return list;
}

std::vector<Action> read_actions(JsonReader& reader, std::string_view name) {
  std::vector<Action> actions;
  if (!reader.has(name)) return actions;
  for (const Json* each : reader.list(name)) {
    actions.push_back(reader.take(action_from_json(*each)));
  }
  return actions;
}

Json write(const Trial& trial) {
  return {{"lapses_ns", trial.lapses.count()},
          {"begin", write(trial.begin)},
          {"reach", to_json(trial.reach)},
          {"last", write(trial.last)}};
}

Result<Trial> read_trial(const Json& json) {
  JsonReader reader{json, "a trial"};
  Trial trial;
  trial.lapses = Duration{reader.optional_integer("lapses_ns").value_or(0)};
  trial.begin = read_actions(reader, "begin");
  trial.reach = reader.take(action_from_json(reader.member("reach")));
  trial.last = read_actions(reader, "last");
  return reader.finish(std::move(trial));
}

DeadMan read_dead_man(JsonReader& reader) {
  using enum DeadMan;
  if (!reader.has("dead_man")) return nobody;
  const std::string text = reader.text("dead_man");
  for (const DeadMan known : {nobody, kernel, server, timer, cloud}) {
    if (to_string(known) == text) return known;
  }
  reader.wrong("`dead_man` is none that is known");
  return nobody;
}

Fate read_fate(JsonReader& reader, std::string_view name) {
  const std::string text = reader.text(name);
  if (text != to_string(Fate::hold) && text != to_string(Fate::revert)) {
    reader.wrong("`" + std::string{name} + "` is neither revert nor hold");
  }
  return text == to_string(Fate::hold) ? Fate::hold : Fate::revert;
}

std::optional<Action> read_optional_action(JsonReader& reader, std::string_view name) {
  if (!reader.has(name)) return std::nullopt;
  return reader.take(action_from_json(reader.member(name)));
}

Result<CellMatch> read_cell(const Json& json) {
  JsonReader reader{json, "a cell"};
  CellMatch cell;
  cell.where = reader.text("where");
  cell.is = reader.take(arg_from_json(reader.member("is")));
  return reader.finish(std::move(cell));
}

Result<Match> read_match(const Json& json) {
  JsonReader reader{json, "a match"};
  Match match;
  if (reader.has("status")) {
    match.status = static_cast<int>(reader.integer("status", INT32_MIN, INT32_MAX));
  }
  match.contains = reader.take(text_from_json(reader.member("contains")));
  match.without = reader.texts("without");
  match.first_cell = reader.optional_text("first_cell");
  if (reader.has("cells")) {
    for (const Json* cell : reader.list("cells")) {
      match.cells.push_back(reader.take(read_cell(*cell)));
    }
  }
  return reader.finish(std::move(match));
}

Result<Verify> read_verify(const Json& json) {
  JsonReader reader{json, "a verification"};
  Verify verify;
  verify.look = reader.take(action_from_json(reader.member("look")));
  verify.in_force = reader.take(read_match(reader.member("in_force")));
  verify.gone = reader.take(read_match(reader.member("gone")));
  if (reader.has("inert")) verify.inert = reader.take(read_match(reader.member("inert")));
  return reader.finish(std::move(verify));
}

}  // namespace

Json to_json(const Change& change) {
  const auto expires = change.expires_after ? Json(change.expires_after->count()) : Json{};
  return {{"id", change.id},
          {"summary", change.summary},
          {"capture", or_null(change.capture)},
          {"capture_fields", change.capture_fields},
          {"apply", to_json(change.apply)},
          {"verify", write(change.verify)},
          {"revert", or_null(change.revert)},
          {"on_death", to_string(change.on_death)},
          {"on_abort", to_string(change.on_abort)},
          {"point_of_no_return", change.point_of_no_return},
          {"expires_after_ns", expires},
          {"dead_man", to_string(change.dead_man)},
          {"plant", write(change.plant)},
          {"unplant", write(change.unplant)},
          {"trial", change.trial ? write(*change.trial) : Json{}}};
}

Result<Change> change_from_json(const Json& json) {
  JsonReader reader{json, "a change"};
  Change change;
  change.id = reader.text("id");
  change.summary = reader.text("summary");
  change.capture = read_optional_action(reader, "capture");
  change.capture_fields = reader.texts("capture_fields");
  change.apply = reader.take(action_from_json(reader.member("apply")));
  change.verify = reader.take(read_verify(reader.member("verify")));
  change.revert = read_optional_action(reader, "revert");
  change.on_death = read_fate(reader, "on_death");
  change.on_abort = read_fate(reader, "on_abort");
  change.point_of_no_return = reader.boolean("point_of_no_return");
  if (const auto ns = reader.optional_integer("expires_after_ns")) {
    change.expires_after = Duration{*ns};
  }
  change.dead_man = read_dead_man(reader);
  change.plant = read_actions(reader, "plant");
  change.unplant = read_actions(reader, "unplant");
  if (reader.has("trial")) change.trial = reader.take(read_trial(reader.member("trial")));
  return reader.finish(std::move(change));
}

}  // namespace gameday
