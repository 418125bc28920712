// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "world/http.hpp"

namespace gameday {

/// A request and how long it may take, as the agent `http` is handed it.
struct AskedRequest {
  HttpRequest request;
  std::chrono::milliseconds deadline{};
};

/// The JSON that the agent reads from its standard input.
[[nodiscard]] std::string write_request(const HttpRequest& request,
                                        std::chrono::milliseconds deadline);
/// Errors: bad_input.
[[nodiscard]] Result<AskedRequest> read_request(std::string_view text);

/// What the agent prints: {"status":200,"body":"..."}.
[[nodiscard]] std::string write_answer(const Outcome& outcome);
/// Errors: bad_input.
[[nodiscard]] Result<Outcome> read_http_answer(std::string_view text);

}  // namespace gameday
