// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/params.hpp"
#include "base/units.hpp"
#include "drills/definition/document.hpp"
#include "drills/definition/problems.hpp"

namespace gameday {

/// Whether a text is fit for file names and identifiers: letters, digits, '_', '-', '.', not one of
/// the last two first; at most 64.
[[nodiscard]] bool is_name(std::string_view text);

enum class Need { optional, required };

/// The permitted ends of a value, both included.
template <class T>
struct Range {
  T least;
  T most;
};

/// The lengths of time a definition may ask for, unless a key says otherwise.
inline constexpr Range<Duration> k_any_length{std::chrono::milliseconds{1}, std::chrono::hours{24}};

/// Reads one table, a line a key. Each function notes what is wrong with its key, leaves the target
/// as it is then, gives whether it was read, and remembers the key; finish() notes all others.
class TableReader {
 public:
  /// `what` names the table in messages: "the drill", "[[probe]] `shop`".
  TableReader(const TomlNode& table, std::string what, Problems& problems)
      : m_table{table}, m_what{std::move(what)}, m_problems{problems} {}

  bool text(std::string_view key, std::string& into, Need need = Need::optional);
  /// A text that is_name.
  bool name(std::string_view key, std::string& into, Need need = Need::optional);
  bool word(std::string_view key, std::string& into, std::span<const std::string_view> permitted,
            Need need = Need::optional);
  bool flag(std::string_view key, bool& into);
  bool integer(std::string_view key, std::int64_t& into, Range<std::int64_t> range);
  bool number(std::string_view key, double& into, Range<double> range);
  bool duration(std::string_view key, Duration& into, Need need = Need::optional,
                Range<Duration> range = k_any_length);
  bool duration(std::string_view key, std::optional<Duration>& into,
                Range<Duration> range = k_any_length);
  bool texts(std::string_view key, std::vector<std::string>& into, Need need = Need::optional);
  bool secret(std::string_view key, std::optional<SecretRef>& into);

  /// The table under a key, or null.
  const TomlNode* table(std::string_view key, Need need = Need::optional);
  /// [[key]]: calls for each, with its index.
  void tables(std::string_view key, const std::function<void(const TomlNode&, std::size_t)>& each);
  /// [key.<name>]: calls for each member, by its name, which must be one that `fits`.
  void named_tables(std::string_view key,
                    const std::function<void(const std::string&, const TomlNode&)>& each,
                    bool (*fits)(std::string_view) = is_name);

  /// Reads the parameters of a kind by their specs (params.hpp).
  [[nodiscard]] Params params(std::span<const ParamSpec> specs);

  /// The value under a key, of whatever type, or null; remembers the key.
  const TomlNode* value(std::string_view key, Need need = Need::optional);
  /// Notes every key that was not asked for, with the nearest one that was.
  void finish();

  void note(const Place& place, std::string message, std::string hint = {}) {
    m_problems.add(place, std::move(message), std::move(hint));
  }
  [[nodiscard]] const Place& place() const { return m_table.place; }
  [[nodiscard]] const std::string& what() const { return m_what; }

 private:
  const TomlNode* typed(std::string_view key, TomlNode::Type type, std::string_view wanted,
                        Need need);
  void param(const ParamSpec& spec, Params& into);
  template <class T, class Read>
  void keep(const ParamSpec& spec, Params& into, Read read);

  const TomlNode& m_table;
  std::string m_what;
  Problems& m_problems;
  std::vector<std::string_view> m_asked;
};

/// "`every` must be a duration, not an integer".
[[nodiscard]] std::string wrong_type(std::string_view key, std::string_view wanted,
                                     const TomlNode& value);

}  // namespace gameday
