// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/action.hpp"
#include "base/result.hpp"

namespace gameday {

/// One request, with its secrets put in.
struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
};

/// Sends it from this machine's network and gives status and body (k_outcome_cap bytes at most;
/// more is an error). No proxy, no redirects, http and https only. Blocks; may be called from any
/// thread. Errors: bad_input (URL, headers), failed (never sent), timeout (its deadline passed, or
/// the answer was lost: whether it was done is not known).
[[nodiscard]] Result<Outcome> send_http(const HttpRequest& request,
                                        std::chrono::milliseconds deadline);

}  // namespace gameday
