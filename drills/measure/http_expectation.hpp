// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "base/json.hpp"
#include "base/params.hpp"
#include "base/result.hpp"
#include "drills/measure/http_client.hpp"

namespace gameday {

/// What answer is right, and where it says which region gave it. Pure.
struct HttpExpectation {
  int status = 200;
  std::shared_ptr<const Json>
      members;              ///< members of the JSON body and their values; null = any body
  std::string region_from;  ///< a header, or else a body member; empty = X-Region, or else "region"

  [[nodiscard]] std::string region_header() const;
};

/// Reads `expect` ({ status = 200, json = { writable = true } }) and `region_from`.
/// Errors: bad_input.
[[nodiscard]] Result<HttpExpectation> read_expectation(const Params& params);

/// What is wrong with an answer; empty = it is right.
[[nodiscard]] std::string find_fault(const HttpExpectation& expected, const HttpAnswer& answer);

/// Which region answered; empty = it does not say.
[[nodiscard]] std::string find_region(const HttpExpectation& expected, const HttpAnswer& answer);

}  // namespace gameday
