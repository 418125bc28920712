// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/params.hpp"
#include "injectors/aws_found.hpp"

namespace gameday {

/// Where on AWS a fault with these parameters acts; nothing where it does not.
[[nodiscard]] std::optional<AwsSpot> aws_spot(const Params& params);

/// Asks as whom gameday acts there. Fails where there are no credentials, where AWS does not take
/// them, and where they end before `needed` is over. Reads only.
[[nodiscard]] Action ask_identity(const AwsSpot& spot, Duration needed);

/// The answer as a line for people: who, of which account, by which credentials, until when.
/// Errors: bad_input.
[[nodiscard]] Result<std::string> read_identity(const AwsSpot& spot, std::string_view output);

}  // namespace gameday
