// SPDX-License-Identifier: Apache-2.0
#include "base/json_reader.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <utility>

namespace gameday {
namespace {

const Json k_null;

/// The integer, whichever of its two forms the parser chose; nothing where it does not fit.
std::optional<std::int64_t> as_integer(const Json& json) {
  if (json.is_number_unsigned()) {
    const auto value = json.get<std::uint64_t>();
    if (value > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
    return static_cast<std::int64_t>(value);
  }
  if (json.is_number_integer()) return json.get<std::int64_t>();
  return std::nullopt;
}

}  // namespace

JsonReader::JsonReader(const Json& json, std::string what) : m_json{json}, m_what{std::move(what)} {
  if (!json.is_object()) wrong("it is not an object");
}

const Json* JsonReader::find(std::string_view name) const {
  if (!m_json.is_object()) return nullptr;
  const auto found = m_json.find(std::string{name});
  return found == m_json.end() ? nullptr : &*found;
}

bool JsonReader::has(std::string_view name) const {
  const Json* found = find(name);
  return found != nullptr && !found->is_null();
}

const Json& JsonReader::member(std::string_view name) {
  if (const Json* found = find(name)) return *found;
  wrong(fmt::format("`{}` is missing", name));
  return k_null;
}

std::string JsonReader::text(std::string_view name) {
  const Json& json = member(name);
  if (json.is_string()) return json.get<std::string>();
  wrong(fmt::format("`{}` is not a text", name));
  return {};
}

bool JsonReader::boolean(std::string_view name) {
  const Json& json = member(name);
  if (json.is_boolean()) return json.get<bool>();
  wrong(fmt::format("`{}` is not true or false", name));
  return false;
}

double JsonReader::number(std::string_view name) {
  const Json& json = member(name);
  if (json.is_number()) return json.get<double>();
  wrong(fmt::format("`{}` is not a number", name));
  return 0;
}

std::int64_t JsonReader::integer(std::string_view name, std::int64_t least, std::int64_t most) {
  const auto value = as_integer(member(name));
  if (value && *value >= least && *value <= most) return *value;
  wrong(value ? fmt::format("`{}` is out of range", name)
              : fmt::format("`{}` is not a whole number", name));
  return 0;
}

std::uint64_t JsonReader::natural(std::string_view name) {
  const Json& json = member(name);
  if (json.is_number_unsigned()) return json.get<std::uint64_t>();
  const auto value = as_integer(json);
  if (value && *value >= 0) return static_cast<std::uint64_t>(*value);
  wrong(fmt::format("`{}` is not a whole number from 0", name));
  return 0;
}

std::vector<const Json*> JsonReader::list(std::string_view name) {
  const Json& json = member(name);
  std::vector<const Json*> items;
  if (!json.is_array()) wrong(fmt::format("`{}` is not a list", name));
  if (json.is_array()) {
    for (const Json& item : json) items.push_back(&item);
  }
  return items;
}

std::vector<std::string> JsonReader::texts(std::string_view name) {
  std::vector<std::string> result;
  for (const Json* item : list(name)) {
    if (!item->is_string()) {
      wrong(fmt::format("`{}` is not a list of texts", name));
      return {};
    }
    result.push_back(item->get<std::string>());
  }
  return result;
}

std::optional<std::string> JsonReader::optional_text(std::string_view name) {
  if (!has(name)) return std::nullopt;
  return text(name);
}

std::optional<std::int64_t> JsonReader::optional_integer(std::string_view name) {
  if (!has(name)) return std::nullopt;
  return integer(name);
}

void JsonReader::wrong(std::string why) {
  if (m_wrong.empty()) m_wrong = std::move(why);
}

}  // namespace gameday
