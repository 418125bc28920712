// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace gameday {

/// Why something could not be done, coarse enough to act upon.
enum class ErrorKind {
  failed,     ///< it was tried and refused or went wrong
  absent,     ///< the thing asked for is not there (so a revert has nothing to do)
  timeout,    ///< its deadline passed; the state of the world is not known
  bad_input,  ///< a definition or an argument is wrong (exit 4)
  refused,    ///< a guard said no before anything was changed (exit 5)
  internal,   ///< a bug of ours (exit 70)
};

/// An error as a value: could not <what> on <where>: <why>; <next>.
struct Error {
  ErrorKind kind = ErrorKind::failed;
  std::string what;   ///< the deed in the infinitive, for instance "open the journal"
  std::string where;  ///< host, file or object; may be empty
  std::string why;
  std::string next;  ///< what the operator can do about it; may be empty

  /// The one line that is printed.
  [[nodiscard]] std::string text() const;
};

/// A value or the reason why there is none. Becomes std::expected in C++23.
template <class T>
using Result = tl::expected<T, Error>;

/// Shorthand for returning an error from a function that returns a Result.
[[nodiscard]] tl::unexpected<Error> fail(ErrorKind kind, std::string what, std::string where,
                                         std::string why, std::string next = {});

/// An error of kind `failed` whose reason is strerror(errno_value).
[[nodiscard]] tl::unexpected<Error> fail_errno(std::string what, std::string where,
                                               int errno_value);

/// The kind's name, for logs and JSON.
[[nodiscard]] std::string_view to_string(ErrorKind kind);

}  // namespace gameday
