// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "drills/definition/table_reader.hpp"
#include "drills/definition/text.hpp"

namespace gameday {
namespace {

constexpr Range<std::int64_t> k_any_integer{std::numeric_limits<std::int64_t>::min(),
                                            std::numeric_limits<std::int64_t>::max()};
constexpr Range<double> k_any_number{std::numeric_limits<double>::lowest(),
                                     std::numeric_limits<double>::max()};

}  // namespace

/// Stores what `read` put into a T, where it could.
template <class T, class Read>
void TableReader::keep(const ParamSpec& spec, Params& into, Read read) {
  T value{};
  if (read(value)) into.set(std::string{spec.name}, std::move(value));
}

void TableReader::param(const ParamSpec& spec, Params& into) {
  const Need need = spec.required ? Need::required : Need::optional;
  const std::string_view key = spec.name;
  switch (spec.type) {
    case ParamType::text:
      return keep<std::string>(spec, into, [&](std::string& value) {
        return spec.one_of.empty() ? text(key, value, need) : word(key, value, spec.one_of, need);
      });
    case ParamType::integer:
      return keep<std::int64_t>(spec, into,
                                [&](std::int64_t& v) { return integer(key, v, k_any_integer); });
    case ParamType::number:
      return keep<double>(spec, into, [&](double& v) { return number(key, v, k_any_number); });
    case ParamType::boolean: return keep<bool>(spec, into, [&](bool& v) { return flag(key, v); });
    case ParamType::duration:
      return keep<Duration>(spec, into, [&](Duration& v) { return duration(key, v, need); });
    case ParamType::text_list:
      return keep<std::vector<std::string>>(
          spec, into, [&](std::vector<std::string>& v) { return texts(key, v, need); });
    case ParamType::secret: {
      std::optional<SecretRef> reference;
      if (secret(key, reference)) into.set(std::string{key}, *reference);
      return;
    }
    case ParamType::table:
      if (const TomlNode* found = table(key, need)) {
        for (const TomlMember& member : found->members) {
          if (spec.one_of.empty() || std::ranges::count(spec.one_of, member.key) > 0) continue;
          note(member.place,
               fmt::format("unknown key {} in {}", in_ticks(member.key), in_ticks(key)),
               suggest(member.key, spec.one_of));
        }
        into.set(std::string{key}, std::make_shared<const Json>(to_json(*found)));
      }
      return;
  }
}

Params TableReader::params(std::span<const ParamSpec> specs) {
  Params read;
  for (const ParamSpec& spec : specs) param(spec, read);
  return read;
}

}  // namespace gameday
