// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "base/units.hpp"

namespace gameday {

/// A secret by reference, resolved at the last moment; the value never reaches a record.
struct SecretRef {
  enum class From { environment, file } from = From::environment;
  std::string name;  ///< variable name, or path

  bool operator==(const SecretRef&) const = default;
};

/// What a parameter of a kind may hold in TOML.
enum class ParamType { text, integer, number, boolean, duration, text_list, table, secret };

/// One parameter of a kind: checking, help, `gameday list` and the reference pages come from it.
struct ParamSpec {
  std::string_view name;
  ParamType type = ParamType::text;
  bool required = false;
  std::string_view help;                      ///< one line, with the unit
  std::string_view fallback = {};             ///< the default, as written in TOML; for display
  std::vector<std::string_view> one_of = {};  ///< permitted words of a text; empty = any
};

using ParamValue = std::variant<std::string, std::int64_t, double, bool, Duration,
                                std::vector<std::string>, std::shared_ptr<const Json>, SecretRef>;

/// The parameters given for one use of a kind, already checked against its specs.
class Params {
 public:
  void set(std::string name, ParamValue value) { m_values[std::move(name)] = std::move(value); }
  [[nodiscard]] bool has(std::string_view name) const { return m_values.contains(name); }

  /// The value if it is given and of that type, else the fallback.
  template <class T>
  [[nodiscard]] T get(std::string_view name, T fallback = {}) const {
    const auto found = m_values.find(name);
    if (found == m_values.end()) return fallback;
    const T* value = std::get_if<T>(&found->second);
    return value != nullptr ? *value : fallback;
  }

  [[nodiscard]] const std::map<std::string, ParamValue, std::less<>>& all() const {
    return m_values;
  }

 private:
  std::map<std::string, ParamValue, std::less<>> m_values;
};

[[nodiscard]] std::string_view to_string(ParamType type);

}  // namespace gameday
