// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/units.hpp"
#include "world/cloud/aws_credentials.hpp"
#include "world/http.hpp"

namespace gameday {

/// What a signature is good for.
struct SigningScope {
  std::string region;
  std::string service;
};

/// Percent-encodes all but letters, digits and "-._~" (RFC 3986, unreserved), and what `keep` has.
[[nodiscard]] std::string uri_encode(std::string_view text, std::string_view keep = {});

/// "a=1&b=2", encoded, in the order given.
[[nodiscard]] std::string form_encode(
    const std::vector<std::pair<std::string, std::string>>& fields);

/// The canonical request of Signature Version 4: headers in lower case and sorted, `host` among
/// them. The request's path and query are encoded already, as they are sent; the path is encoded
/// once more, as every service but S3 wants it (AWS General Reference, Signature Version 4).
struct CanonicalRequest {
  std::string text;
  std::string signed_headers;  ///< "host;x-amz-date"
};
/// Errors: bad_input, where the URL has no host.
[[nodiscard]] Result<CanonicalRequest> canonical_request(const HttpRequest& request);

/// Signs the request as of this moment: adds X-Amz-Date, X-Amz-Security-Token where the credentials
/// have a token, and Authorization. Errors: bad_input, where the URL has no host.
[[nodiscard]] Result<HttpRequest> sign_v4(HttpRequest request, const AwsCredentials& credentials,
                                          const SigningScope& scope, WallTime at);

}  // namespace gameday
