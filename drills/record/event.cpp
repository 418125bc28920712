// SPDX-License-Identifier: Apache-2.0
#include "drills/record/event.hpp"

#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "drills/record/event_fields.hpp"

namespace gameday {
namespace {

Json encode(bool value) { return value; }
Json encode(double value) { return value; }
Json encode(std::uint64_t value) { return value; }
Json encode(const std::string& value) { return value; }
Json encode(const std::vector<std::string>& value) { return value; }
Json encode(Instant value) { return to_ns(value); }
Json encode(WallTime value) { return value.time_since_epoch().count(); }
Json encode(const Moment& value) { return Json::array({to_ns(value.low), to_ns(value.high)}); }
Json encode(const std::optional<double>& value) { return value ? Json(*value) : Json(); }
Json encode(Stage value) { return to_string(value); }
Json encode(ProofResult value) { return to_string(value); }
Json encode(ChangeState value) { return to_string(value); }
Json encode(events::Reading value) { return to_string(value); }
Json encode(events::StepState value) { return to_string(value); }
Json encode(GateState value) { return to_string(value); }
Json encode(AlertState value) { return to_string(value); }
Json encode(const std::vector<DropCounter>& value) {
  Json counters = Json::array();
  for (const DropCounter& counter : value) {
    counters.push_back(
        {{"rule", counter.rule}, {"packets", counter.packets}, {"bytes", counter.bytes}});
  }
  return counters;
}

bool decode(const Json& json, bool& value) {
  if (json.is_boolean()) value = json.get<bool>();
  return json.is_boolean();
}

bool decode(const Json& json, double& value) {
  if (json.is_number()) value = json.get<double>();
  return json.is_number();
}

bool decode(const Json& json, std::uint64_t& value) {
  if (json.is_number_unsigned()) value = json.get<std::uint64_t>();
  return json.is_number_unsigned();
}

bool decode(const Json& json, std::string& value) {
  if (json.is_string()) value = json.get<std::string>();
  return json.is_string();
}

bool decode(const Json& json, std::vector<std::string>& value) {
  if (!json.is_array()) return false;
  for (const Json& item : json) {
    if (!decode(item, value.emplace_back())) return false;
  }
  return true;
}

bool decode(const Json& json, Instant& value) {
  if (!json.is_number_integer()) return false;
  value = from_ns(json.get<std::int64_t>());
  return true;
}

bool decode(const Json& json, WallTime& value) {
  if (!json.is_number_integer()) return false;
  value = WallTime{Duration{json.get<std::int64_t>()}};
  return true;
}

bool decode(const Json& json, Moment& value) {
  return json.is_array() && json.size() == 2 && decode(json[0], value.low) &&
         decode(json[1], value.high);
}

bool decode(const Json& json, std::optional<double>& value) {
  return json.is_null() || decode(json, value.emplace());
}

template <class Enum>
bool decode_word(const Json& json, std::optional<Enum> (*parse)(std::string_view), Enum& value) {
  std::string text;
  if (!decode(json, text)) return false;
  const std::optional<Enum> found = parse(text);
  if (found) value = *found;
  return found.has_value();
}

bool decode(const Json& json, Stage& value) { return decode_word(json, parse_stage, value); }
bool decode(const Json& json, ProofResult& value) { return decode_word(json, parse_proof, value); }
bool decode(const Json& json, ChangeState& value) {
  return decode_word(json, parse_change_state, value);
}
bool decode(const Json& json, events::Reading& value) {
  return decode_word(json, parse_reading, value);
}
bool decode(const Json& json, GateState& value) {
  return decode_word(json, parse_gate_state, value);
}
bool decode(const Json& json, events::StepState& value) {
  return decode_word(json, parse_step_state, value);
}
bool decode(const Json& json, AlertState& value) {
  return decode_word(json, parse_alert_state, value);
}

bool decode(const Json& json, std::vector<DropCounter>& value) {
  if (!json.is_array()) return false;
  for (const Json& item : json) {
    DropCounter& counter = value.emplace_back();
    if (!item.is_object() || !item.contains("rule") || !item.contains("packets") ||
        !item.contains("bytes") || !decode(item["rule"], counter.rule) ||
        !decode(item["packets"], counter.packets) || !decode(item["bytes"], counter.bytes)) {
      return false;
    }
  }
  return true;
}

struct Writer {
  Json& json;
  void named(std::string_view name) { json["event"] = name; }
  template <class T>
  void operator()(const char* name, const T& value) {
    json[name] = encode(value);
  }
};

/// A member that is missing keeps its default, because events are only ever added to.
struct Reader {
  const Json& json;
  std::string wrong = {};
  void named(std::string_view /*name*/) {}
  template <class T>
  void operator()(const char* name, T& value) {
    const auto found = json.find(name);
    if (found == json.end() || decode(*found, value) || !wrong.empty()) return;
    wrong = std::string{"`"} + name + "` is not what it must be";
  }
};

struct Name {
  std::string_view name;
  void named(std::string_view given) { name = given; }
  template <class T>
  void operator()(const char* /*name*/, const T& /*value*/) {}
};

using ReadBody = Result<EventBody> (*)(const Json&);

template <class Body>
Result<EventBody> read_body(const Json& json) {
  Body body;
  Reader reader{json};
  EventFields::of(reader, body);
  if (reader.wrong.empty()) return body;
  return fail(ErrorKind::bad_input, "read an event", "", reader.wrong);
}

template <std::size_t... index>
std::map<std::string_view, ReadBody> make_readers(std::index_sequence<index...> /*all*/) {
  std::map<std::string_view, ReadBody> readers;
  const auto add = [&]<class Body>(const Body& body) {
    Name name;
    EventFields::of(name, body);
    readers[name.name] = read_body<Body>;
  };
  (add(std::variant_alternative_t<index, EventBody>{}), ...);
  return readers;
}

const std::map<std::string_view, ReadBody>& readers() {
  static const auto all = make_readers(std::make_index_sequence<std::variant_size_v<EventBody>>{});
  return all;
}

}  // namespace

Json to_json(const Event& event) {
  Json json = Json::object();
  json["t"] = to_ns(event.at);
  Writer writer{json};
  std::visit([&](const auto& body) { EventFields::of(writer, body); }, event.body);
  return json;
}

Result<Event> event_from_json(const Json& json) {
  Event event;
  std::string name;
  if (!json.is_object() || !json.contains("t") || !decode(json["t"], event.at) ||
      !json.contains("event") || !decode(json["event"], name)) {
    return fail(ErrorKind::bad_input, "read an event", "", "it has no time or no name");
  }
  const auto read = readers().find(name);
  if (read == readers().end()) {
    return fail(ErrorKind::bad_input, "read an event", "", "there is no event `" + name + "`");
  }
  Result<EventBody> body = read->second(json);
  if (!body) return tl::unexpected(body.error());
  event.body = std::move(*body);
  return event;
}

std::string_view event_name(const EventBody& body) {
  Name name;
  std::visit([&](const auto& event) { EventFields::of(name, event); }, body);
  return name.name;
}

}  // namespace gameday
