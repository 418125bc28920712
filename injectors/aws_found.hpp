// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

#include "base/change.hpp"
#include "base/json.hpp"

namespace gameday {

/// A region of AWS, and how it is reached, where somebody looks for what runs have left.
struct AwsSpot {
  std::string region;
  std::string endpoint = {};  ///< empty = the usual one
  std::string profile = {};   ///< empty = the usual chain
  auto operator<=>(const AwsSpot&) const = default;
};

/// The member "aws" of what an agent for AWS reads.
[[nodiscard]] Json to_json(const AwsSpot& spot);

/// Lists what carries the tags of any run; its output goes to read_aws_found.
[[nodiscard]] Action look_for_aws(const AwsSpot& spot);

/// What was found, as changes that can be looked at and reverted; their ids end with the run's.
/// A summary says where the old primary is to be "fenced first".
struct AwsFound {
  std::vector<Change> changes;
  std::vector<std::string> unseen;  ///< what could not be looked at, and why
};
/// Errors: bad_input, where the output is no such list.
[[nodiscard]] Result<AwsFound> read_aws_found(const AwsSpot& spot, std::string_view output);

}  // namespace gameday
