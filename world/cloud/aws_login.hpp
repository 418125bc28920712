// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json.hpp"
#include "world/cloud/aws_client.hpp"

namespace gameday {

/// Credentials from the usual chain (see choose_credentials). The metadata service is asked twice,
/// a second each. Errors: bad_input, failed; none of them tells a secret.
[[nodiscard]] Result<AwsCredentials> find_credentials(const AwsPlace& place, const AwsWorld& world,
                                                      std::chrono::milliseconds deadline);

/// Whether what is to be undone that much later can still be signed. Credentials that are had anew
/// each time always pass, and so do those of which nobody said when they end. Errors: refused.
[[nodiscard]] Result<void> check_outlives(const AwsCredentials& credentials, WallTime now,
                                          Duration needed);

/// A client as the input of an agent says: {"aws": {"region", "endpoint", "profile"},
/// "deadline_s": 30, "outlive_s": 60}. Errors: bad_input, refused, failed.
[[nodiscard]] Result<AwsClient> open_aws(const Json& input, const AwsWorld& world);

}  // namespace gameday
