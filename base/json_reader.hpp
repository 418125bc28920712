// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace gameday {

/// Reads the members of a JSON object of ours. The first thing that is wrong is kept and whatever
/// follows gives empty values, so a caller reads straight through and asks once, with finish().
/// Members that nobody asks for are let be: documents are only ever added to.
class JsonReader {
 public:
  /// `what` names the document in the error, for instance "an action". The json must outlive it.
  JsonReader(const Json& json, std::string what);

  /// The member is there and is not null.
  [[nodiscard]] bool has(std::string_view name) const;
  /// The member, whatever it is; wrong (and a null) where it is missing.
  [[nodiscard]] const Json& member(std::string_view name);
  [[nodiscard]] std::string text(std::string_view name);
  [[nodiscard]] bool boolean(std::string_view name);
  [[nodiscard]] double number(std::string_view name);
  /// A whole number in [least, most].
  [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t least = INT64_MIN,
                                     std::int64_t most = INT64_MAX);
  [[nodiscard]] std::uint64_t natural(std::string_view name);
  [[nodiscard]] std::vector<std::string> texts(std::string_view name);
  /// The members of an array; wrong (and none) where it is missing or something else.
  [[nodiscard]] std::vector<const Json*> list(std::string_view name);

  /// These give nothing where the member is missing or null.
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view name);
  [[nodiscard]] std::optional<std::int64_t> optional_integer(std::string_view name);

  /// Remembers that something is wrong; only the first is kept.
  void wrong(std::string why);
  /// The value of a result, or a default one after remembering its error's reason.
  template <class T>
  [[nodiscard]] T take(Result<T> result) {
    if (result) return std::move(*result);
    wrong(result.error().why);
    return T{};
  }
  /// The value if nothing was wrong. Errors: bad_input.
  template <class T>
  [[nodiscard]] Result<T> finish(T value) const {
    if (m_wrong.empty()) return value;
    return fail(ErrorKind::bad_input, "read " + m_what, "", m_wrong);
  }

 private:
  [[nodiscard]] const Json* find(std::string_view name) const;

  const Json& m_json;
  std::string m_what;
  std::string m_wrong;
};

}  // namespace gameday
