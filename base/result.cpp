// SPDX-License-Identifier: Apache-2.0
#include "base/result.hpp"

#include <fmt/format.h>
#include <system_error>
#include <utility>

namespace gameday {

std::string Error::text() const {
  std::string line = fmt::format("could not {}", what);
  if (!where.empty()) line += fmt::format(" on {}", where);
  if (!why.empty()) line += fmt::format(": {}", why);
  if (!next.empty()) line += fmt::format("; {}", next);
  return line;
}

tl::unexpected<Error> fail(ErrorKind kind, std::string what, std::string where, std::string why,
                           std::string next) {
  return tl::unexpected<Error>{
      Error{kind, std::move(what), std::move(where), std::move(why), std::move(next)}};
}

tl::unexpected<Error> fail_errno(std::string what, std::string where, int errno_value) {
  // Not strerror(): that one may share a buffer between threads.
  return fail(ErrorKind::failed, std::move(what), std::move(where),
              std::generic_category().message(errno_value));
}

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::failed: return "failed";
    case ErrorKind::absent: return "absent";
    case ErrorKind::timeout: return "timeout";
    case ErrorKind::bad_input: return "bad_input";
    case ErrorKind::refused: return "refused";
    case ErrorKind::internal: return "internal";
  }
  return "internal";
}

}  // namespace gameday
