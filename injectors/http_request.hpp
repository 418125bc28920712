// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/change.hpp"
#include "base/json.hpp"
#include "injectors/injector.hpp"

namespace gameday {

/// Reads a request as it is written in a drill: { method, url, headers = { Name = "x" or
/// { env = "NAME" } }, body = "text" or a table that is sent as JSON }. "${run}" in the texts is
/// the run's id. Errors: bad_input.
[[nodiscard]] Result<Http> read_http(const Json& table, const FaultScope& scope,
                                     const std::string& what);

/// Reads what an answer must be: { status = 200, contains = "text" or [texts], without = ... }.
/// Errors: bad_input.
[[nodiscard]] Result<Match> read_match(const Json& table, const FaultScope& scope,
                                       const std::string& what);

/// "${run}" replaced by the run's id.
[[nodiscard]] std::string put_run(std::string text, const std::string& run_id);

}  // namespace gameday
