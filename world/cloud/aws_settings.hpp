// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <variant>

#include "base/json.hpp"
#include "base/result.hpp"
#include "world/cloud/aws_credentials.hpp"
#include "world/cloud/aws_profiles.hpp"

namespace gameday {

/// Where a request goes and as whom, as a fault says it.
struct AwsPlace {
  std::string region;
  std::string endpoint = {};  ///< "http://host:port" instead of the service's own; empty = that one
  std::string profile = {};   ///< of the shared files; empty = the usual chain
  bool operator==(const AwsPlace&) const = default;
};

/// Reads {"region", "endpoint", "profile"}. Errors: bad_input.
[[nodiscard]] Result<AwsPlace> aws_place_from_json(const Json& json);

/// The variables that say how AWS is reached, by name.
using AwsVariables = std::map<std::string, std::string, std::less<>>;

/// Those of this process that are set.
[[nodiscard]] AwsVariables read_aws_variables();

/// Temporary credentials for a role, had for a token in a file (STS AssumeRoleWithWebIdentity).
struct WebIdentity {
  std::string role_arn;
  std::string token_file;
  std::string session_name;
};

/// The credentials of the machine's role, from its metadata service (IMDSv2).
struct InstanceMetadata {
  std::string endpoint;  ///< "http://169.254.169.254"
};

using CredentialsSource = std::variant<AwsCredentials, WebIdentity, InstanceMetadata>;

/// Which credentials are to be used: those of the profile that the fault names; else of the
/// environment, of a web identity, of the profile AWS_PROFILE (or "default"), of the machine.
/// Errors: bad_input, where a profile is missing or wants what we do not have (roles to be assumed
/// by other credentials, helper programs, SSO).
[[nodiscard]] Result<CredentialsSource> choose_credentials(const AwsVariables& variables,
                                                           const AwsProfiles& profiles,
                                                           const AwsPlace& place);

/// Paths of the shared credentials and config files.
[[nodiscard]] std::string credentials_file(const AwsVariables& variables);
[[nodiscard]] std::string config_file(const AwsVariables& variables);

/// The URL of a service without a path: the place's endpoint, AWS_ENDPOINT_URL_<SERVICE>,
/// AWS_ENDPOINT_URL, else the service's own. Errors: bad_input, where the region is no name.
[[nodiscard]] Result<std::string> aws_endpoint(const AwsVariables& variables, const AwsPlace& place,
                                               std::string_view service);

}  // namespace gameday
