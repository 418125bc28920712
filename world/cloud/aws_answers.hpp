// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "world/cloud/aws_credentials.hpp"
#include "world/cloud/xml.hpp"

namespace gameday {

/// Why AWS did not do what was asked.
struct AwsRefusal {
  int status = 0;       ///< of HTTP
  std::string code;     ///< "Throttling"; empty where the answer had none
  std::string message;  ///< in AWS's words
};

/// Reads the error of any of the protocols: XML of EC2 (Response/Errors/Error) and of the query
/// protocol (ErrorResponse/Error), JSON with "__type" or "code" and "message".
[[nodiscard]] AwsRefusal read_refusal(int status, std::string_view body);

/// It may well work a moment later: throttled, or trouble on their side (AWS SDKs and Tools
/// Reference Guide, Retry behavior).
[[nodiscard]] bool is_passing(const AwsRefusal& refusal);

/// What was asked for is not there.
[[nodiscard]] bool says_absent(const AwsRefusal& refusal);

/// As an error of "could not <what> on <where>". Kinds: absent, refused (no permission), failed.
[[nodiscard]] Error to_error(const AwsRefusal& refusal, std::string what, std::string where);

/// Reads the answer of AssumeRoleWithWebIdentity (AWS STS API Reference). Errors: bad_input.
[[nodiscard]] Result<AwsCredentials> read_web_identity(const XmlElement& answer);

/// Reads what the metadata service says under iam/security-credentials/<role> (Amazon EC2 User
/// Guide, Retrieve security credentials from instance metadata). Errors: bad_input.
[[nodiscard]] Result<AwsCredentials> read_instance_credentials(std::string_view json);

}  // namespace gameday
